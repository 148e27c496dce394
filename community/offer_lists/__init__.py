"""Lists of what people offer, agreed on paper or by mail: taken over, and taken back."""
