"""An upper bound of the error on a whole domain."""
