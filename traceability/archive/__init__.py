"""What goes along with an export of codes, so that it can be read without the site."""
