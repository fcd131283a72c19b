"""Inputs that satisfy what is demanded of them: given, drawn, or found in balls."""
