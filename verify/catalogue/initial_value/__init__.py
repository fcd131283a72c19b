"""y' = -y by Euler's, Heun's and Runge and Kutta's methods, to where rounding overtakes truncation."""
