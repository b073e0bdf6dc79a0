-- Marten's event tables: string stream ids, conjoined tenancy, optional metadata columns present.
-- Nothing of ours is added to them; what Marten does not know lives in js_* tables.
CREATE TABLE mt_streams (
    id varchar NOT NULL,
    type varchar,
    version bigint,
    "timestamp" timestamptz DEFAULT now() NOT NULL,
    created timestamptz DEFAULT now() NOT NULL,
    tenant_id varchar DEFAULT '*DEFAULT*' NOT NULL,
    is_archived boolean DEFAULT false,
    CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id)
) WITH (fillfactor = 80);

CREATE TABLE mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id varchar,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type varchar(500) NOT NULL,
    "timestamp" timestamptz DEFAULT now() NOT NULL,
    tenant_id varchar DEFAULT '*DEFAULT*',
    mt_dotnet_type varchar,
    correlation_id varchar,
    causation_id varchar,
    headers jsonb,
    user_name varchar,
    is_archived boolean DEFAULT false,
    CONSTRAINT pkey_mt_events_seq_id PRIMARY KEY (seq_id)
);
CREATE SEQUENCE mt_events_sequence;
ALTER SEQUENCE mt_events_sequence OWNED BY mt_events.seq_id;
CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON mt_events (tenant_id, stream_id, version);
ALTER TABLE mt_events ADD CONSTRAINT fkey_mt_events_stream_id_tenant_id
    FOREIGN KEY (tenant_id, stream_id) REFERENCES mt_streams (tenant_id, id);

CREATE TABLE mt_event_progression (
    name varchar NOT NULL CONSTRAINT pk_mt_event_progression PRIMARY KEY,
    last_seq_id bigint,
    last_updated timestamptz DEFAULT transaction_timestamp()
);
CREATE TABLE mt_high_water_skips (
    ending_sequence bigint PRIMARY KEY,
    starting_sequence bigint NOT NULL,
    "timestamp" timestamptz DEFAULT transaction_timestamp()
);
