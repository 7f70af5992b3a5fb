"""The admin screens of places: sale points, and the administrative units to look at."""
