"""The positive root of a cubic by Newton's method, and the ways in which Newton's method fails."""
