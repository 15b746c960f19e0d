-- The roles of Custos. Run once by a superuser, again without harm. Logins have no password here: on one machine the
-- socket's folder is private to one operating-system user; elsewhere set passwords or certificates (infra/RUNBOOK.md).
do $$
begin
	if not exists (select from pg_roles where rolname = 'custos_owner') then create role custos_owner nologin; end if;
	if not exists (select from pg_roles where rolname = 'custos_notary') then create role custos_notary login; end if;
	if not exists (select from pg_roles where rolname = 'custos_api') then create role custos_api login; end if;
	if not exists (select from pg_roles where rolname = 'custos_auditor') then create role custos_auditor login; end if;
end
$$;
