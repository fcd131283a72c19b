"""Records to figures, HTML and Markdown. Nothing is computed here: a page is made from records alone."""
