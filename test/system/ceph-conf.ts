/**
 * The configuration of a Ceph of one node for tests: one copy of everything, objects in memory, no manager, and a
 * monitor that does not wait for more to decide.
 */
export function cephConf(at: { home: string; fsid: string; monitor: string; gateway: number }): string {
	return `[global]
fsid = ${at.fsid}
mon_initial_members = a
mon_host = ${at.monitor}
public_network = 127.0.0.0/8
keyring = ${at.home}/keyring
run_dir = ${at.home}
admin_socket =
pid_file =
log_file = ${at.home}/$name.log
mon_data = ${at.home}/mon
mon_data_avail_warn = 1
mon_data_avail_crit = 1
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_osd_initial_require_min_compat_client = jewel
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
osd_data = ${at.home}/osd
osd_objectstore = memstore
memstore_device_bytes = 8589934592
osd_crush_chooseleaf_type = 0
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
rgw_frontends = beast endpoint=127.0.0.1:${at.gateway}
rgw_enable_usage_log = false
rgw_enable_quota_threads = false
rgw_enable_lc_threads = false
rgw_enable_gc_threads = false
`;
}
