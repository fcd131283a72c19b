"""The numbers of a run in the order they were made, their exact counterparts, and what their errors did."""
