-- The seam between Python and dbt: every table that the pipeline writes, with what its columns mean.
-- Offsets are 0-based, half-open Unicode code points of documents.text; times are UTC, intervals half-open.
-- Big tables name their key in a comment only: an index over each cost four fifths of the time of storing what was read. Rows are replaced
-- by document, and the test assert_raw_keys of dbt holds the keys after every run.
-- The records of extractors/records.py and linkers/records.py and the dbt sources have the same columns; a test holds them together.

CREATE SCHEMA IF NOT EXISTS raw;

-- An article with what its head tells: title, outlet, dates. One row per document_ref and text.
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
    published_basis    VARCHAR,  -- dateline, feed
    dateline_earliest  TIMESTAMP,
    dateline_latest    TIMESTAMP,
    dateline_start     INTEGER,
    dateline_end       INTEGER,
    given_title        VARCHAR,  -- as given with the text, not read from it
    given_outlet       VARCHAR,  -- as given
    feed_published     VARCHAR,  -- as given
    feed_earliest      TIMESTAMP,
    feed_latest        TIMESTAMP,
    is_date_conflict   BOOLEAN NOT NULL,  -- dateline and feed differ by more than a day
    reason             VARCHAR,  -- what was looked for and not found, "; " between
    ingested_at        TIMESTAMP NOT NULL,  -- set once, when the row first came in
    source_path        VARCHAR,  -- the file it came from, as given
    PRIMARY KEY (document_id)
);

-- A stretch of the kept text and what it is. Sections do not overlap and cover every visible character.
CREATE TABLE IF NOT EXISTS raw.sections (
    document_id       VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    kind              VARCHAR NOT NULL,  -- headline, deck, dateline, byline, lead, body, list, caption, credit, furniture, generated
    extractor_version VARCHAR NOT NULL
);  -- key: document_id, start_char

-- A time expression as an interval, or as what is known of one.
CREATE TABLE IF NOT EXISTS raw.time_mentions (
    time_mention_id   VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    section_kind      VARCHAR NOT NULL,
    edtf              VARCHAR,  -- "2025-06-17", "2025-06", "XXXX-03-21"
    earliest          TIMESTAMP,
    latest            TIMESTAMP,
    precision         VARCHAR,  -- year, month, part (of a month), week, day, hour, duration
    month             INTEGER,  -- said of a date whose year is not known
    day               INTEGER,
    mod               VARCHAR,  -- TIMEX3: START, MID, END, APPROX, BEFORE, AFTER
    basis             VARCHAR,  -- text (complete as written), dateline, feed, none
    reason            VARCHAR,  -- why earliest and latest are missing or wide
    extractor_version VARCHAR NOT NULL
);  -- key: time_mention_id

-- A gazetteer entry that some document names, or an ancestor of one.
CREATE TABLE IF NOT EXISTS raw.places (
    place_id        VARCHAR NOT NULL,  -- "geonames:538560", "iso:RU", "iso:RU-KRS"
    name            VARCHAR NOT NULL,
    country_code    VARCHAR,  -- ISO 3166-1 alpha-2
    parent_place_id VARCHAR,
    precision       INTEGER NOT NULL,  -- 1 country, 2 province, 3 district, 4 city, 5 finer
    latitude        DOUBLE,
    longitude       DOUBLE,
    PRIMARY KEY (place_id)
);

-- Closure of parent_place_id; every place contains itself at distance 0.
CREATE TABLE IF NOT EXISTS raw.place_containment (
    place_id          VARCHAR NOT NULL,
    ancestor_place_id VARCHAR NOT NULL,
    distance          INTEGER NOT NULL,
    PRIMARY KEY (place_id, ancestor_place_id)
);

-- A name of a place in a text.
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
    reason            VARCHAR,  -- why place_id is missing
    extractor_version VARCHAR NOT NULL
);  -- key: place_mention_id

-- A person, organisation, state or group as one document knows it, under its fullest name there.
CREATE TABLE IF NOT EXISTS raw.document_actors (
    document_actor_id VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    name              VARCHAR NOT NULL,
    kind              VARCHAR NOT NULL,  -- FollowTheMoney: Person, Organization, PublicBody, Company, LegalEntity
    country_code      VARCHAR,
    name_key          VARCHAR NOT NULL,  -- spelling-proof key of the name, shared by transliterations
    is_weak           BOOLEAN NOT NULL  -- known here only by a name that many could bear, a surname alone
);  -- key: document_actor_id

-- One naming of a document's actor.
CREATE TABLE IF NOT EXISTS raw.actor_mentions (
    actor_mention_id  VARCHAR NOT NULL,
    document_actor_id VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    section_kind      VARCHAR NOT NULL,
    is_weak           BOOLEAN NOT NULL,
    extractor_version VARCHAR NOT NULL
);  -- key: actor_mention_id

-- An office or part given to an actor in one place of a document.
CREATE TABLE IF NOT EXISTS raw.roles (
    role_claim_id     VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    document_actor_id VARCHAR NOT NULL,
    role              VARCHAR NOT NULL,  -- normalised office: "defence minister", "security council secretary"
    organisation      VARCHAR,
    country_code      VARCHAR,
    status            VARCHAR NOT NULL,  -- present, former, acting
    is_generic        BOOLEAN NOT NULL,  -- "leader", "official": true of many offices at once, contradicts none
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    section_kind      VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL
);  -- key: role_claim_id

-- Who is said to say what. The row's own span is the content; source and cue have theirs.
CREATE TABLE IF NOT EXISTS raw.attributions (
    attribution_id            VARCHAR NOT NULL,
    document_id               VARCHAR NOT NULL,
    speaker_document_actor_id VARCHAR,
    speaker                   VARCHAR,  -- the source as a short name: "Sergei Shoigu", "a monitoring group"
    source_start              INTEGER,
    source_end                INTEGER,
    source_quote              VARCHAR,
    cue_start                 INTEGER,
    cue_end                   INTEGER,
    cue_quote                 VARCHAR,
    cue                       VARCHAR,  -- lemma: say, report, according to
    start_char                INTEGER NOT NULL,
    end_char                  INTEGER NOT NULL,
    quote                     VARCHAR NOT NULL,
    section_kind              VARCHAR NOT NULL,
    kind                      VARCHAR NOT NULL,  -- direct, indirect
    chain                     VARCHAR,  -- relays in order: "UNN < Sergei Shoigu"
    polarity                  VARCHAR NOT NULL,  -- +, -
    certainty                 VARCHAR NOT NULL,  -- certain, probable, possible, underspecified
    cue_class                 VARCHAR,  -- speech, thought, attitude, intention, mention, appearance; claims have speakers by the first two alone
    extractor_version         VARCHAR NOT NULL
);  -- key: attribution_id


-- An agency that a date line, byline or credit line names.
CREATE TABLE IF NOT EXISTS raw.credits (
    credit_id         VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    section_kind      VARCHAR NOT NULL,
    agency            VARCHAR NOT NULL,  -- its usual name: "Agence France-Presse"
    kind              VARCHAR NOT NULL,  -- byline (the copy is the agency's), credit (it rests on it), material (the agency lent a hand)
    extractor_version VARCHAR NOT NULL
);  -- key: credit_id

-- One event as one document tells it; the span is the clause that tells it first.
CREATE TABLE IF NOT EXISTS raw.event_mentions (
    event_mention_id              VARCHAR NOT NULL,
    document_id                   VARCHAR NOT NULL,
    start_char                    INTEGER NOT NULL,
    end_char                      INTEGER NOT NULL,
    quote                         VARCHAR NOT NULL,
    section_kind                  VARCHAR NOT NULL,
    trigger                       VARCHAR,  -- lemma of the word that names the act
    event_type                    VARCHAR,  -- PLOVER, x_STATEMENT, x_ACCIDENT; None only where a document leads with no known act
    event_mode                    VARCHAR,
    realis                        VARCHAR NOT NULL,  -- ACTUAL, PLANNED, HYPOTHETICAL, DENIED, GENERIC, UNKNOWN
    happened_earliest             TIMESTAMP,
    happened_latest               TIMESTAMP,
    date_basis                    VARCHAR,  -- text, dateline, feed, none
    place_id                      VARCHAR,
    place                         VARCHAR,
    responsible_document_actor_id VARCHAR,
    responsible                   VARCHAR,
    participants                  VARCHAR[] NOT NULL,  -- document_actor_id
    is_primary                    BOOLEAN NOT NULL,  -- the document leads with it
    relation                      VARCHAR,  -- previous: an earlier occurrence of the same act, told relative to relation_to
    relation_to                   VARCHAR,  -- event_mention_id in the same document
    reason                        VARCHAR,
    extractor_version             VARCHAR NOT NULL
);  -- key: event_mention_id

-- One thing said of an event, in one place.
CREATE TABLE IF NOT EXISTS raw.claims (
    claim_id          VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    event_mention_id  VARCHAR,
    aspect            VARCHAR NOT NULL,  -- figure, date, place, actor, cause, role, attribution, certainty, term
    measure           VARCHAR,  -- figures: killed, injured, casualties, missing, captured, displaced, evacuated, sent, …, other; dates: the stage that is dated, none for the act itself
    counted_text      VARCHAR,
    counted_class     VARCHAR,
    topic             VARCHAR,  -- counted class, else lemma of the head
    value             DOUBLE,
    value_low         DOUBLE,
    value_high        DOUBLE,
    qualifier         VARCHAR,  -- exact, about, at_least, at_most, more_than, fewer_than, range, dozens, scores, hundreds, …
    unit              VARCHAR,
    change            VARCHAR,  -- up, down
    figure_role       VARCHAR,  -- total, component, subset, change, rate, ordinal
    accumulation      VARCHAR,  -- incident, cumulative, as_of
    is_derived        BOOLEAN NOT NULL,
    part_claim_ids    VARCHAR[] NOT NULL,  -- of a derived sum
    time_earliest     TIMESTAMP,
    time_latest       TIMESTAMP,
    time_precision    VARCHAR,
    time_basis        VARCHAR,
    time_month        INTEGER,
    time_day          INTEGER,
    place_id          VARCHAR,
    document_actor_id VARCHAR,  -- whom a role or actor claim is about
    label             VARCHAR,  -- the value of what is not a number: role, place name, EDTF of a date
    is_generic        BOOLEAN NOT NULL,  -- a label that contradicts none ("leader")
    realis            VARCHAR NOT NULL,
    attributed_to     VARCHAR,
    attribution_id    VARCHAR,
    section_kind      VARCHAR NOT NULL,
    start_char        INTEGER NOT NULL,
    end_char          INTEGER NOT NULL,
    quote             VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    reason            VARCHAR
);  -- key: claim_id

-- Closure of the lattice of things counted; every class is its own ancestor at distance 0.
CREATE TABLE IF NOT EXISTS raw.counted_classes (
    counted_class  VARCHAR NOT NULL,
    ancestor_class VARCHAR NOT NULL,
    distance       INTEGER NOT NULL,
    PRIMARY KEY (counted_class, ancestor_class)
);

-- An identity that document actors resolve to.
CREATE TABLE IF NOT EXISTS raw.actors (
    actor_id     VARCHAR NOT NULL,
    name         VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    country_code VARCHAR,
    wikidata_id  VARCHAR,
    PRIMARY KEY (actor_id)
);

-- Which identity a document's actor has. Added beside what was read, never over it.
CREATE TABLE IF NOT EXISTS raw.actor_links (
    document_actor_id VARCHAR NOT NULL,
    document_id       VARCHAR NOT NULL,
    actor_id          VARCHAR NOT NULL,
    basis             VARCHAR NOT NULL  -- name, transliteration, alias, alone
);  -- key: document_actor_id

-- A real-world occurrence, named for the mention that founded it.
CREATE TABLE IF NOT EXISTS raw.events (
    event_id            VARCHAR NOT NULL,
    founding_mention_id VARCHAR NOT NULL,
    PRIMARY KEY (event_id)
);

-- Which event a document's event mention is held to tell of.
CREATE TABLE IF NOT EXISTS raw.event_memberships (
    event_mention_id VARCHAR NOT NULL,
    document_id      VARCHAR NOT NULL,
    event_id         VARCHAR NOT NULL,
    match_score      DOUBLE NOT NULL  -- 1.0 for the founding mention
);  -- key: event_mention_id

-- Why two reports are held to tell of one event. Document a is the earlier known.
CREATE TABLE IF NOT EXISTS raw.event_links (
    event_id      VARCHAR NOT NULL,
    document_id_a VARCHAR NOT NULL,
    document_id_b VARCHAR NOT NULL,
    score         DOUBLE NOT NULL,
    features      VARCHAR NOT NULL  -- JSON: [{"name", "value", "weight"}]
);  -- key: event_id, document_id_a, document_id_b

-- What became of an event id that people may have kept: merged into another, or left by some of its reports. Rows are only added.
CREATE TABLE IF NOT EXISTS raw.event_changes (
    event_change_id VARCHAR NOT NULL,
    kind            VARCHAR NOT NULL,  -- merge, split
    event_id        VARCHAR NOT NULL,  -- the event that is no more, or that was left
    other_event_id  VARCHAR NOT NULL,  -- where its reports are now
    reason          VARCHAR NOT NULL,
    PRIMARY KEY (event_change_id)
);

-- An utterance, agency or outlet that claims go back to.
CREATE TABLE IF NOT EXISTS raw.origins (
    origin_id VARCHAR NOT NULL,
    kind      VARCHAR NOT NULL,  -- utterance, agency, outlet, document
    name      VARCHAR NOT NULL,
    PRIMARY KEY (origin_id)
);

-- What a claim goes back to.
CREATE TABLE IF NOT EXISTS raw.claim_origins (
    claim_id    VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    origin_id   VARCHAR NOT NULL,
    basis       VARCHAR NOT NULL  -- attribution, same value, event, credit, outlet, document, copy
);  -- key: claim_id

-- What was read from which document by which version of the rules and which model; a document without a row here is unread.
CREATE TABLE IF NOT EXISTS raw.extractions (
    document_id       VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    model             VARCHAR NOT NULL,  -- name and version of the spaCy pipeline
    PRIMARY KEY (document_id)
);

-- What could not be taken in, and why. The same defect of the same file is one row, with the time it was first met.
CREATE TABLE IF NOT EXISTS raw.rejects (
    reject_id    VARCHAR NOT NULL,
    path         VARCHAR NOT NULL,  -- the file, as given; the address, of what was not fetched
    line         INTEGER,           -- 1-based, of line formats; number of the item or record in feeds and archives
    document_ref VARCHAR,
    reason       VARCHAR NOT NULL,  -- one of a short list, which the README explains: empty, json, duplicate_ref, not_fetched, language, failed, …
    detail       VARCHAR,
    rejected_at  TIMESTAMP NOT NULL,
    PRIMARY KEY (reject_id)
);

-- What changed in the disagreements, build by build, appended in the transaction that marks a build as done. Never changed but by `rashomon
-- forget`, which takes the words of a forgotten document out of it.
CREATE TABLE IF NOT EXISTS raw.disagreement_changes (
    disagreement_id VARCHAR NOT NULL,
    change_number   INTEGER NOT NULL,    -- 1 for the first that was known of it
    changed_at      TIMESTAMP NOT NULL,  -- of the warehouse's clock, one time for a build
    is_standing     BOOLEAN NOT NULL,    -- the rules find it still
    status          VARCHAR NOT NULL,    -- open, converged, superseded, judged, gone
    event_id        VARCHAR NOT NULL,
    aspect          VARCHAR NOT NULL,
    measure         VARCHAR,
    type            VARCHAR NOT NULL,
    class           VARCHAR NOT NULL,
    rule_version    VARCHAR NOT NULL,
    verdict         VARCHAR,             -- of the judgement that stood then, with what it made of type and class
    judged_type     VARCHAR,
    judged_class    VARCHAR,
    label_a         VARCHAR,             -- what the sides said then, in short
    label_b         VARCHAR,
    reason          VARCHAR,             -- why it is no longer found
    document_ids    VARCHAR[] NOT NULL,  -- that held a side then
    PRIMARY KEY (disagreement_id, change_number)
);

-- The file of judgements as it stood when the last build began, as written: a copy, read anew by every build.
CREATE TABLE IF NOT EXISTS raw.judgements (
    line            INTEGER NOT NULL,  -- 1-based, of rows; the header is 1
    verdict         VARCHAR,
    judged_class    VARCHAR,
    judged_type     VARCHAR,
    note            VARCHAR,
    judged_by       VARCHAR,
    judged_at       VARCHAR,
    aspect          VARCHAR,
    measure         VARCHAR,
    document_ref_a  VARCHAR,
    quote_a         VARCHAR,
    document_ref_b  VARCHAR,
    quote_b         VARCHAR,
    disagreement_id VARCHAR,
    claim_id_a      VARCHAR,
    claim_id_b      VARCHAR,
    PRIMARY KEY (line)
);

-- Documents that people had taken out: a run leaves them out from then on, by name and by text. Holds no text.
CREATE TABLE IF NOT EXISTS raw.forgotten (
    document_ref VARCHAR NOT NULL,
    text_sha256  VARCHAR NOT NULL,
    forgotten_at TIMESTAMP NOT NULL,
    PRIMARY KEY (document_ref, text_sha256)
);

CREATE SCHEMA IF NOT EXISTS cache;

-- Files that fetching landed and intake has taken in: they never change, so that no run reads them twice.
CREATE TABLE IF NOT EXISTS cache.landed (
    name VARCHAR NOT NULL,  -- below the warehouse's folder
    PRIMARY KEY (name)
);

-- The parse of each document, so that changed rules read it again without parsing. Of no meaning to anyone else: no source of dbt.
CREATE TABLE IF NOT EXISTS cache.parses (
    document_id VARCHAR NOT NULL,
    parse_key   VARCHAR NOT NULL,  -- hash of text, sentence borders, model and version of the preparation
    docbin      BLOB NOT NULL,     -- spaCy DocBin of one document
    PRIMARY KEY (document_id)
);

-- What linking looks at of each document, so that a new batch is compared without reading old texts again. See linkers/profiles.py.
CREATE TABLE IF NOT EXISTS cache.report_profiles (
    document_id      VARCHAR NOT NULL,
    document_ref     VARCHAR NOT NULL,
    event_mention_id VARCHAR,
    outlet           VARCHAR,
    told_day         DOUBLE,
    happened_from    DOUBLE,
    happened_to      DOUBLE,
    event_type       VARCHAR,
    is_reaction      BOOLEAN,
    place_id         VARCHAR,
    around           VARCHAR[] NOT NULL,
    actors           VARCHAR[] NOT NULL,
    terms            INTEGER[] NOT NULL,
    counts           INTEGER[] NOT NULL,
    title            INTEGER[] NOT NULL,
    opening          INTEGER[] NOT NULL,
    names            INTEGER[] NOT NULL,
    places           INTEGER[] NOT NULL,
    opening_places   INTEGER[] NOT NULL,
    title_places     INTEGER[] NOT NULL,
    signature        INTEGER[] NOT NULL,
    version          VARCHAR NOT NULL,  -- of the rules that read and that made the profile
    PRIMARY KEY (document_id)
);

-- How many profiles have each term: what makes a term rare.
CREATE TABLE IF NOT EXISTS cache.term_counts (
    term      INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (term)
);

-- Each document under its rarest terms: where a new one looks for others worth comparing. See linkers/blocking.py.
CREATE TABLE IF NOT EXISTS cache.report_keys (
    key         INTEGER NOT NULL,
    period      INTEGER,
    document_id VARCHAR NOT NULL,
    weight      DOUBLE NOT NULL
);

-- Which documents are linked, by which version of what was read and of the rules that link.
CREATE TABLE IF NOT EXISTS cache.linked_documents (
    document_id VARCHAR NOT NULL,
    version     VARCHAR NOT NULL,
    PRIMARY KEY (document_id)
);
