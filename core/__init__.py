"""What every app stands on: Vietnamese text, periods, money, codes, pictures. It knows no word of the field."""
