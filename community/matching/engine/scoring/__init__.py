"""Who fits what, and why: a score that is the sum of its reasons."""
