"""Files of orders: uploaded, read, shown, confirmed by a word, taken in."""
