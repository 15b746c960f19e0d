// The only one there is: it lets video elements play what this page opened, and does nothing else.
import './play/worker.ts';
