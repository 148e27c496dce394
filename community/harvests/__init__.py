"""The harvest of a gathering: made of notes, heard by both sides, published, revised."""
