// Runs inside the jail, beside ffmpeg. Turns the inherited socket (fd 3) into an HTTP server on the jail's private
// loopback, because ffmpeg can seek over HTTP and cannot seek in a pipe; then runs the programs it was given, the
// output of one being the input of the next. argv: JSON {size, port, programs: [[path, …arguments], …]}.
// A program's fd 3 is this process's fd 4, or fd 7 for the first of two.
// Requests on fd 3: u64be offset, u32be length; answers: u32be length, bytes. A request of length 0 says "ready".
import { spawn } from 'node:child_process';
import { createServer, Socket } from 'node:net';
import { constants } from 'node:os';

const { size, port, programs } = JSON.parse(process.argv[2]);
const FIRST_WINDOW = 64 * 1024;
const LAST_WINDOW = 2 * 1024 * 1024;
const READ = 256 * 1024;
const LONGEST_HEAD = 8 * 1024;
const BROKEN = 250;

const source = new Socket({
	fd: 3,
	readable: true,
	writable: true,
	// Large reads: the default of 64 KiB costs a third of the rate.
	onread: {
		buffer: () => Buffer.allocUnsafeSlow(READ),
		callback: (length, buffer) => take(buffer.subarray(0, length)),
	},
});
const waiting = [];
let head = Buffer.alloc(0);

function take(chunk) {
	let at = 0;
	while (at < chunk.length) {
		const { response, length } = waiting[0];
		if (head.length < 4) {
			const more = chunk.subarray(at, at + 4 - head.length);
			head = Buffer.concat([head, more]);
			at += more.length;
			if (head.length === 4 && head.readUInt32BE(0) !== length) process.exit(BROKEN);
			continue;
		}
		const bytes = chunk.subarray(at, at + waiting[0].left);
		at += bytes.length;
		waiting[0].left -= bytes.length;
		if (!response.destroyed) response.write(bytes);
		if (waiting[0].left > 0) continue;
		head = Buffer.alloc(0);
		waiting.shift().resolve();
	}
	return true;
}
source.on('close', () => process.exit(BROKEN));
source.on('error', () => process.exit(BROKEN));

function ask(offset, length) {
	const request = Buffer.alloc(12);
	request.writeBigUInt64BE(BigInt(offset), 0);
	request.writeUInt32BE(length, 8);
	source.write(request);
}

// Bytes go on to the response as they arrive; resolves when all are there.
function forward(response, offset, length) {
	return new Promise((resolve) => {
		waiting.push({ response, length, left: length, resolve });
		ask(offset, length);
	});
}

// The window grows while the reader goes on, so a seek costs little and a whole pass asks rarely; one window ahead.
async function send(response, from, end) {
	let window = FIRST_WINDOW;
	let at = from;
	let current;
	while (at < end && !response.destroyed) {
		const length = Math.min(window, end - at);
		const next = forward(response, at, length);
		at += length;
		window = Math.min(LAST_WINDOW, 2 * window);
		await current;
		if (response.writableNeedDrain) await drained(response);
		current = next;
	}
	await current;
	response.end();
}

function drained(response) {
	return new Promise((resolve) => {
		const done = () => {
			response.off('drain', done);
			response.off('close', done);
			resolve();
		};
		response.on('drain', done);
		response.on('close', done);
		if (response.destroyed) done();
	});
}

// One request a connection, as ffmpeg asks for it. Written by hand: node:http takes as long to load as the rest of Node,
// and more time for every byte.
function serve(socket) {
	let text = '';
	const read = (piece) => {
		text += piece.toString('latin1');
		if (text.length > LONGEST_HEAD) return socket.destroy();
		if (!text.includes('\r\n\r\n')) return;
		socket.off('data', read).resume();
		answer(socket, text);
	};
	socket.on('data', read);
	socket.on('error', () => socket.destroy());
}

function answer(socket, text) {
	const say = (...head) => `HTTP/1.1 ${head.join('\r\n')}\r\nConnection: close\r\n\r\n`;
	if (!text.startsWith('GET /input HTTP/1.')) return socket.end(say('404 Not Found', 'Content-Length: 0'));
	const range = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(/\r\nrange: *([^\r]*)/i.exec(text)?.[1] ?? 'bytes=0-');
	const from = range ? Number(range[1]) : size;
	const to = Math.min(size - 1, range?.[2] ? Number(range[2]) : size - 1);
	if (from > to)
		return socket.end(say('416 Range Not Satisfiable', `Content-Range: bytes */${size}`, 'Content-Length: 0'));
	const place = `Content-Range: bytes ${from}-${to}/${size}`;
	socket.write(say('206 Partial Content', 'Accept-Ranges: bytes', place, `Content-Length: ${to - from + 1}`));
	void send(socket, from, to + 1);
}

function start([path, ...args], input, output, side) {
	const child = spawn(path, args, { stdio: [input, output, 2, side], env: {} });
	child.on('error', () => process.exit(BROKEN));
	const ended = new Promise((resolve) =>
		child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal])),
	);
	return { child, ended };
}

const server = createServer({ highWaterMark: FIRST_WINDOW, noDelay: true }, serve);
server.maxConnections = 16;
server.listen(port, '127.0.0.1', async () => {
	ask(0, 0);
	const first = programs.length > 1 ? start(programs[0], 'ignore', 'pipe', 7) : undefined;
	const last = start(programs.at(-1), first?.child.stdout ?? 'ignore', 1, 4);
	// Only the programs hold the pipe between them, so that each notices when the other ends.
	first?.child.stdout.destroy();
	const codes = await Promise.all([first?.ended ?? 0, last.ended]);
	process.exit(codes[1] || codes[0]);
});
