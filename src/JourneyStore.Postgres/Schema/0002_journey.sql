-- Which identifier names which customer.
CREATE TABLE js_identifiers (
    tenant_id varchar NOT NULL,
    identifier varchar NOT NULL,
    customer_id varchar NOT NULL,
    bound_at timestamptz NOT NULL,
    CONSTRAINT js_identifiers_pkey PRIMARY KEY (tenant_id, identifier)
);
CREATE INDEX js_identifiers_customer ON js_identifiers (tenant_id, customer_id);

-- One row an accepted event, for ever: by the producer's identity (duplicates), by customer and time (timeline, late events),
-- by case and time. A held event has a row without position and customer until it is bound.
CREATE TABLE js_event_index (
    tenant_id varchar NOT NULL,
    event_key uuid NOT NULL,
    seq_id bigint,
    stream_id varchar,
    occurred_at timestamptz NOT NULL,
    case_key uuid,
    CONSTRAINT js_event_index_pkey PRIMARY KEY (tenant_id, event_key)
);
CREATE INDEX js_event_index_customer ON js_event_index (tenant_id, stream_id, occurred_at, seq_id) WHERE stream_id IS NOT NULL;
CREATE INDEX js_event_index_case ON js_event_index (tenant_id, case_key, occurred_at, seq_id) WHERE case_key IS NOT NULL AND stream_id IS NOT NULL;

-- Events kept but not yet bound to a customer.
CREATE TABLE js_held (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id varchar NOT NULL,
    event_key uuid NOT NULL,
    case_key uuid,
    type varchar NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    headers jsonb NOT NULL,
    data jsonb NOT NULL,
    code varchar NOT NULL,
    reason varchar NOT NULL,
    UNIQUE (tenant_id, event_key)
);
CREATE INDEX js_held_case ON js_held (tenant_id, case_key) WHERE case_key IS NOT NULL;

-- What reactions want of stored events until it is delivered; written by the append's own transaction. Not due before due_at: while
-- somebody is at it, and between tries. Dead: tried often enough.
CREATE TABLE js_outbox (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reaction varchar NOT NULL,
    tenant_id varchar NOT NULL,
    customer_id varchar NOT NULL,
    seq_id bigint NOT NULL,
    due_at timestamptz NOT NULL,
    tries int NOT NULL DEFAULT 0,
    reason varchar,
    dead boolean NOT NULL
);
CREATE INDEX js_outbox_due ON js_outbox (reaction, due_at, seq_id) WHERE NOT dead;
CREATE INDEX js_outbox_customer ON js_outbox (reaction, tenant_id, customer_id, seq_id) WHERE NOT dead;
CREATE INDEX js_outbox_dead ON js_outbox (tenant_id, number) WHERE dead;

-- Which version of a view's fold made the rows in use, into how many shards an async view is cut (0: it is inline), why a projection
-- stopped, when it did, and how often rebuilt rows were put into use. Progress is a row a shard in mt_event_progression: name:1, name:2, …
CREATE TABLE js_views (
    name varchar NOT NULL,
    generation varchar NOT NULL CHECK (generation IN ('living', 'next')),
    version varchar NOT NULL,
    problem varchar,
    shards int NOT NULL DEFAULT 0,
    switches bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (name, generation)
);

-- Groups (customers or cases) that wait for one projection, because it cannot fold one of their events.
CREATE TABLE js_parked (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    projection varchar NOT NULL,
    generation varchar NOT NULL CHECK (generation IN ('living', 'next')),
    tenant_id varchar NOT NULL,
    group_key varchar NOT NULL,
    subject varchar NOT NULL,
    seq_id bigint NOT NULL,
    event_type varchar NOT NULL,
    reason varchar NOT NULL,
    since timestamptz NOT NULL,
    tries int NOT NULL,
    folded_to bigint NOT NULL,
    CONSTRAINT js_parked_group UNIQUE (projection, generation, tenant_id, group_key)
);

-- Events that one projection leaves out for ever: who decided it, when and why.
CREATE TABLE js_skipped (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    projection varchar NOT NULL,
    tenant_id varchar NOT NULL,
    group_key varchar NOT NULL,
    subject varchar NOT NULL,
    seq_id bigint NOT NULL,
    event_type varchar NOT NULL,
    reason varchar NOT NULL,
    decided_by varchar NOT NULL,
    decided_why varchar NOT NULL,
    decided_at timestamptz NOT NULL,
    still_stored boolean NOT NULL,
    CONSTRAINT js_skipped_event UNIQUE (projection, seq_id)
);
CREATE INDEX js_skipped_group ON js_skipped (projection, tenant_id, group_key);

-- The parts of a rebuild that is not at its end. A part that is done says so in the transaction that writes its rows.
CREATE TABLE js_rebuild_parts (
    view varchar NOT NULL,
    part int NOT NULL,
    from_tenant varchar,
    from_key varchar,
    to_tenant varchar,
    to_key varchar,
    up_to bigint,
    events bigint,
    PRIMARY KEY (view, part)
);

-- What the parts that are done add to the rows of a view across customers.
CREATE TABLE js_rebuild_sums (
    view varchar NOT NULL,
    part int NOT NULL,
    tenant_id varchar NOT NULL,
    id varchar NOT NULL,
    data jsonb NOT NULL
);

CREATE TABLE js_api_keys (
    id varchar PRIMARY KEY,
    name varchar NOT NULL,
    tenant_id varchar NOT NULL,
    scopes int NOT NULL,
    hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
