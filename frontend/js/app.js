// Everything works without this file; it makes the pages smoother.
import 'htmx.org/dist/htmx.esm.js';
import './copy.js';
import './errors.js';
import './installed.js';
import './menu.js';
import './talk.js';
import './take.js';
