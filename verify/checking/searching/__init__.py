"""The worst input: windows of the line, millions of inputs, and what the literature knows."""
