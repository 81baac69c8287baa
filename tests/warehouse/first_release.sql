-- warehouse/raw.sql of the first commit that had one, without its comments, and a document that was read.
CREATE SCHEMA IF NOT EXISTS raw;
CREATE TABLE IF NOT EXISTS raw.documents (
    document_id        VARCHAR NOT NULL,
    document_ref       VARCHAR NOT NULL,
    outlet             VARCHAR,
    title              VARCHAR,
    url                VARCHAR,
    language           VARCHAR,
    text               VARCHAR NOT NULL,
    text_sha256        VARCHAR NOT NULL,
    published_earliest TIMESTAMP,
    published_latest   TIMESTAMP,
    published_basis    VARCHAR,
    dateline_earliest  TIMESTAMP,
    dateline_latest    TIMESTAMP,
    dateline_start     INTEGER,
    dateline_end       INTEGER,
    feed_published     VARCHAR,
    feed_earliest      TIMESTAMP,
    feed_latest        TIMESTAMP,
    is_date_conflict   BOOLEAN NOT NULL,
    reason             VARCHAR,
    ingested_at        TIMESTAMP NOT NULL,
    source_path        VARCHAR,
    PRIMARY KEY (document_id)
);
CREATE TABLE IF NOT EXISTS raw.sections (
    document_id       VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    kind              VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    PRIMARY KEY (document_id, start_char)
);
CREATE TABLE IF NOT EXISTS raw.time_mentions (
    time_mention_id   VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    section_kind      VARCHAR NOT NULL,
    edtf              VARCHAR,
    earliest          TIMESTAMP,
    latest            TIMESTAMP,
    precision         VARCHAR,
    month             INTEGER,
    day               INTEGER,
    mod               VARCHAR,
    basis             VARCHAR,
    reason            VARCHAR,
    extractor_version VARCHAR NOT NULL,
    PRIMARY KEY (time_mention_id)
);
CREATE TABLE IF NOT EXISTS raw.places (
    place_id        VARCHAR NOT NULL,
    name            VARCHAR NOT NULL,
    country_code    VARCHAR,
    parent_place_id VARCHAR,
    precision       INTEGER NOT NULL,
    latitude        DOUBLE,
    longitude       DOUBLE,
    PRIMARY KEY (place_id)
);
CREATE TABLE IF NOT EXISTS raw.place_containment (
    place_id          VARCHAR NOT NULL,
    ancestor_place_id VARCHAR NOT NULL,
    distance          INTEGER NOT NULL,
    PRIMARY KEY (place_id, ancestor_place_id)
);
CREATE TABLE IF NOT EXISTS raw.place_mentions (
    place_mention_id  VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    section_kind      VARCHAR NOT NULL,
    place_id          VARCHAR,
    name              VARCHAR NOT NULL,
    country_code      VARCHAR,
    precision         INTEGER,
    reason            VARCHAR,
    extractor_version VARCHAR NOT NULL,
    PRIMARY KEY (place_mention_id)
);
CREATE TABLE IF NOT EXISTS raw.document_actors (
    document_actor_id VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    name              VARCHAR NOT NULL,
    kind              VARCHAR NOT NULL,
    country_code      VARCHAR,
    name_key          VARCHAR NOT NULL,
    is_weak           BOOLEAN NOT NULL,
    PRIMARY KEY (document_actor_id)
);
CREATE TABLE IF NOT EXISTS raw.actor_mentions (
    actor_mention_id  VARCHAR NOT NULL,
    document_actor_id VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    section_kind      VARCHAR NOT NULL,
    is_weak           BOOLEAN NOT NULL,
    extractor_version VARCHAR NOT NULL,
    PRIMARY KEY (actor_mention_id)
);
CREATE TABLE IF NOT EXISTS raw.roles (
    role_claim_id     VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    document_actor_id VARCHAR NOT NULL,
    role              VARCHAR NOT NULL,
    organisation      VARCHAR,
    country_code      VARCHAR,
    status            VARCHAR NOT NULL,
    is_generic        BOOLEAN NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    section_kind      VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    PRIMARY KEY (role_claim_id)
);
CREATE TABLE IF NOT EXISTS raw.attributions (
    attribution_id            VARCHAR NOT NULL,
    document_id               VARCHAR NOT NULL,
    speaker_document_actor_id VARCHAR,
    speaker                   VARCHAR,
    source_start              INTEGER,
    source_end                INTEGER,
    source_quote              VARCHAR,
    cue_start                 INTEGER,
    cue_end                   INTEGER,
    cue_quote                 VARCHAR,
    cue                       VARCHAR,
    start_char                INTEGER NOT NULL,
    end_char                  INTEGER NOT NULL,
    quote                     VARCHAR NOT NULL,
    section_kind              VARCHAR NOT NULL,
    kind                      VARCHAR NOT NULL,
    chain                     VARCHAR,
    polarity                  VARCHAR NOT NULL,
    certainty                 VARCHAR NOT NULL,
    extractor_version         VARCHAR NOT NULL,
    PRIMARY KEY (attribution_id)
);
CREATE TABLE IF NOT EXISTS raw.event_mentions (
    event_mention_id              VARCHAR NOT NULL,
    document_id                   VARCHAR NOT NULL,
    start_char                    INTEGER NOT NULL,
    end_char                      INTEGER NOT NULL,
    quote                         VARCHAR NOT NULL,
    section_kind                  VARCHAR NOT NULL,
    trigger                       VARCHAR,
    event_type                    VARCHAR,
    event_mode                    VARCHAR,
    realis                        VARCHAR NOT NULL,
    happened_earliest             TIMESTAMP,
    happened_latest               TIMESTAMP,
    date_basis                    VARCHAR,
    place_id                      VARCHAR,
    place                         VARCHAR,
    responsible_document_actor_id VARCHAR,
    responsible                   VARCHAR,
    participants                  VARCHAR[] NOT NULL,
    is_primary                    BOOLEAN NOT NULL,
    relation                      VARCHAR,
    relation_to                   VARCHAR,
    reason                        VARCHAR,
    extractor_version             VARCHAR NOT NULL,
    PRIMARY KEY (event_mention_id)
);
CREATE TABLE IF NOT EXISTS raw.claims (
    claim_id          VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    event_mention_id  VARCHAR,
    aspect            VARCHAR NOT NULL,
    measure           VARCHAR,
    counted_text      VARCHAR,
    counted_class     VARCHAR,
    topic             VARCHAR,
    value             DOUBLE,
    value_low         DOUBLE,
    value_high        DOUBLE,
    qualifier         VARCHAR,
    unit              VARCHAR,
    change            VARCHAR,
    figure_role       VARCHAR,
    accumulation      VARCHAR,
    is_derived        BOOLEAN NOT NULL,
    part_claim_ids    VARCHAR[] NOT NULL,
    time_earliest     TIMESTAMP,
    time_latest       TIMESTAMP,
    time_precision    VARCHAR,
    time_basis        VARCHAR,
    time_month        INTEGER,
    time_day          INTEGER,
    place_id          VARCHAR,
    document_actor_id VARCHAR,
    label             VARCHAR,
    is_generic        BOOLEAN NOT NULL,
    realis            VARCHAR NOT NULL,
    attributed_to     VARCHAR,
    attribution_id    VARCHAR,
    section_kind      VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    reason            VARCHAR,
    PRIMARY KEY (claim_id)
);
CREATE TABLE IF NOT EXISTS raw.counted_classes (
    counted_class  VARCHAR NOT NULL,
    ancestor_class VARCHAR NOT NULL,
    distance       INTEGER NOT NULL,
    PRIMARY KEY (counted_class, ancestor_class)
);
CREATE TABLE IF NOT EXISTS raw.actors (
    actor_id     VARCHAR NOT NULL,
    name         VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    country_code VARCHAR,
    wikidata_id  VARCHAR,
    PRIMARY KEY (actor_id)
);
CREATE TABLE IF NOT EXISTS raw.actor_links (
    document_actor_id VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    actor_id          VARCHAR NOT NULL,
    basis             VARCHAR NOT NULL,
    PRIMARY KEY (document_actor_id)
);
CREATE TABLE IF NOT EXISTS raw.events (
    event_id            VARCHAR NOT NULL,
    founding_mention_id VARCHAR NOT NULL,
    PRIMARY KEY (event_id)
);
CREATE TABLE IF NOT EXISTS raw.event_memberships (
    event_mention_id VARCHAR NOT NULL,
    document_id      VARCHAR NOT NULL,
    event_id         VARCHAR NOT NULL,
    match_score      DOUBLE NOT NULL,
    PRIMARY KEY (event_mention_id)
);
CREATE TABLE IF NOT EXISTS raw.event_links (
    event_id      VARCHAR NOT NULL,
    document_id_a VARCHAR NOT NULL,
    document_id_b VARCHAR NOT NULL,
    score         DOUBLE NOT NULL,
    features      VARCHAR NOT NULL,
    PRIMARY KEY (event_id, document_id_a, document_id_b)
);
CREATE TABLE IF NOT EXISTS raw.origins (
    origin_id VARCHAR NOT NULL,
    kind      VARCHAR NOT NULL,
    name      VARCHAR NOT NULL,
    PRIMARY KEY (origin_id)
);
CREATE TABLE IF NOT EXISTS raw.claim_origins (
    claim_id    VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    origin_id   VARCHAR NOT NULL,
    basis       VARCHAR NOT NULL,
    PRIMARY KEY (claim_id)
);
CREATE TABLE IF NOT EXISTS raw.extractions (
    document_id       VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    model             VARCHAR NOT NULL,
    PRIMARY KEY (document_id)
);
CREATE TABLE IF NOT EXISTS raw.rejects (
    reject_id    VARCHAR NOT NULL,
    path         VARCHAR NOT NULL,
    line         INTEGER,
    document_ref VARCHAR,
    reason       VARCHAR NOT NULL,
    detail       VARCHAR,
    rejected_at  TIMESTAMP NOT NULL,
    PRIMARY KEY (reject_id)
);
INSERT INTO raw.documents BY NAME
SELECT 'doc_1' AS document_id, 'articles/a.txt' AS document_ref, 'A body.' AS text, 'hash' AS text_sha256,
    FALSE AS is_date_conflict, TIMESTAMP '2025-01-01' AS ingested_at;
INSERT INTO raw.sections VALUES ('doc_1', 0, 7, 'body', 'v');
INSERT INTO raw.extractions VALUES ('doc_1', 'v', 'm');
