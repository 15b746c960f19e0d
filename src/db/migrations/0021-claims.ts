/**
 * Who names an object, or a derivative, as a body of its own: asked before anything is destroyed, of the entries and not of the read tables, and
 * without reading all of them. Statements are canonical JSON; only those that have a body are in the indices.
 */
export const claims = /* sql */ `
create function ledger.object_of(statement bytea) returns text language sql immutable as $$
	select case when position('"body":{"object":"'::bytea in $1) > 0
		then substring(pg_catalog.encode($1, 'escape') from '"body":[{]"object":"([0-9a-f]{32})"') end
$$;
create function ledger.derivative_of(statement bytea) returns text language sql immutable as $$
	select case when position('"body":{"object":"'::bytea in $1) > 0
		then substring(pg_catalog.encode($1, 'escape') from '"derivative":"([0-9a-f]{32})"') end
$$;
create index bodies_object on ledger.bodies (ledger.object_of(statement)) where ledger.object_of(statement) is not null;
create index bodies_derivative on ledger.bodies (ledger.derivative_of(statement)) where ledger.derivative_of(statement) is not null;
`;
