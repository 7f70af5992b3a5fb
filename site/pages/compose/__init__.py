"""What public pages are put together from: the register, the places, the lots, and the words around them."""
