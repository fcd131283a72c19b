"""Big O with its constant: the least k that bounds a Taylor remainder on [-d, d]."""
