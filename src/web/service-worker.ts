// The only one there is: it lets video elements play what this page opened, and opens Verify without a network.
import './play/worker.ts';
import './shell/worker.ts';
