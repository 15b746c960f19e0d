import { totalmem } from 'node:os';

/** What the promises of the ledger rest on; read back from the running server before anyone uses it. */
export const assertedSettings = {
	fsync: 'on',
	synchronous_commit: 'on',
	full_page_writes: 'on',
	data_checksums: 'on',
	ignore_checksum_failure: 'off',
	zero_damaged_pages: 'off',
	listen_addresses: '',
	unix_socket_permissions: '0700',
	log_statement: 'none',
	log_min_messages: 'log',
	log_min_error_statement: 'panic',
	log_min_duration_statement: '-1',
	log_parameter_max_length: '0',
	log_parameter_max_length_on_error: '0',
	log_error_verbosity: 'terse',
} as const;

/**
 * The server's settings, handed over on the command line: stronger there than any file in the data folder. The server
 * log holds the server's own events only, never a statement, a value, or an error that could quote one.
 */
export function serverSettings(paths: { sockets: string; hba: string; ident: string }): Record<string, string> {
	const { data_checksums: _madeByInitdb, ...asserted } = assertedSettings;
	return {
		...asserted,
		unix_socket_directories: `"${paths.sockets.replaceAll('"', '""')}"`,
		hba_file: paths.hba,
		ident_file: paths.ident,
		port: String(port),
		cluster_name: 'custos',
		allow_alter_system: 'off',
		max_connections: '100',
		shared_buffers: totalmem() > 4 * 2 ** 30 ? '256MB' : '64MB',
		max_wal_size: '2GB',
		checkpoint_timeout: '15min',
		max_parallel_workers_per_gather: '0', // needs more /dev/shm than containers have
		jit: 'off',
		timezone: 'UTC',
		log_timezone: 'UTC',
		log_destination: 'stderr',
		logging_collector: 'off',
		log_connections: '',
		log_disconnections: 'off',
		log_checkpoints: 'off',
		log_autovacuum_min_duration: '-1',
		log_line_prefix: '%m [%p] ',
	};
}

/** Names the socket; nothing listens on the network. */
export const port = 5432;
