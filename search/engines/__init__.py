"""The two engines that answer one and the same demand."""
