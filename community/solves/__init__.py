"""Long solves: asked for on a page, done by the worker, found back after the browser was closed."""
