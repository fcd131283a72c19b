"""What was found, as JSON and Parquet: written, read, compared."""
