"""Every input of a format: neighbours at once by polynomials, by balls one by one where these are open."""
