"""The truth language: formulas over balls."""
