"""The yearly cycle of the programme. Empty until its issue comes."""
