// SPDX-License-Identifier: GPL-3.0-or-later

/// What determines the bytes of a dataset, and nothing else.
public struct Provenance: Codable, Sendable, Equatable {
    /// A file the plan was made of.
    public struct NamedText: Codable, Sendable, Equatable {
        /// Letters, digits, `.`, `_`, `-`: it becomes the dataset `/provenance/texts/NAME`.
        public var name: String
        public var text: String
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// The resolved plan and its hash.
    public var plan: String
    public var planHash: String
    public var seed: UInt64
    /// First event number and how many events follow it.
    public var firstEvent: Int64
    public var eventCount: Int64
    public var schemaVersion: Int
    public var modelRevision: Int
    /// Recipe, geometry and cards.
    public var texts: [NamedText]

    public init(
        plan: String, planHash: String, seed: UInt64, firstEvent: Int64, eventCount: Int64, texts: [NamedText],
        schemaVersion: Int = FormatVersion.schema, modelRevision: Int = FormatVersion.modelRevision
    ) {
        self.plan = plan
        self.planHash = planHash
        self.seed = seed
        self.firstEvent = firstEvent
        self.eventCount = eventCount
        self.texts = texts
        self.schemaVersion = schemaVersion
        self.modelRevision = modelRevision
    }
}

/// What a dataset holds and how its numbers are to be read: fixed when the run starts.
public struct DatasetDescription: Codable, Sendable, Equatable {
    /// One process of the mix; its position is `process_id`.
    public struct Process: Codable, Sendable, Equatable {
        public var name: String
        public var label: Int
        public init(name: String, label: Int) {
            self.name = name
            self.label = label
        }
    }

    /// The name of a class label.
    public struct Label: Codable, Sendable, Equatable {
        public var value: Int
        public var name: String
        public init(value: Int, name: String) {
            self.value = value
            self.name = name
        }
    }

    /// A selection of events by their attempts, numbered from the provenance's first event.
    public struct Selection: Codable, Sendable, Equatable {
        /// Attempts that may be made.
        public var attempts: Int64
        /// Events after which no more attempts are made; nil if all attempts are.
        public var wanted: Int64?
        public init(attempts: Int64, wanted: Int64?) {
            self.attempts = attempts
            self.wanted = wanted
        }
    }

    public var provenance: Provenance
    public var processes: [Process]
    public var labels: [Label]
    /// Names of the event weights; at least one, the first nominal.
    public var weightNames: [String]
    /// What is written.
    public var encoding: EncodingOptions
    /// Terms under which the dataset may be used.
    public var licence: String
    /// Nil if every event is kept. With one, the provenance's number of events is that of a finished file alone.
    public var selection: Selection?

    public init(
        provenance: Provenance, processes: [Process], labels: [Label], weightNames: [String] = ["nominal"],
        encoding: EncodingOptions = EncodingOptions(), licence: String = "CC-BY-4.0",
        selection: Selection? = nil
    ) {
        self.provenance = provenance
        self.processes = processes
        self.labels = labels
        self.weightNames = weightNames
        self.encoding = encoding
        self.licence = licence
        self.selection = selection
    }

    /// The first thing that cannot be written, or nil.
    func problem() -> String? {
        if weightNames.isEmpty { return "there is no event weight; name at least one" }
        if let selection, selection.attempts < 0 || selection.wanted ?? 0 < 0 { return "the selection is negative" }
        if provenance.eventCount < 0 || provenance.firstEvent < 0 { return "the event range is negative" }
        var seen: Set<String> = []
        for text in provenance.texts {
            let isPlain =
                !text.name.isEmpty && text.name.first != "."
                && text.name.utf8.allSatisfy { c in
                    (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x5A) || (c >= 0x61 && c <= 0x7A)
                        || c == 0x2E || c == 0x5F || c == 0x2D
                }
            if !isPlain { return "text name '\(text.name)' may hold only letters, digits, '.', '_' and '-'" }
            if !seen.insert(text.name).inserted { return "text name '\(text.name)' occurs twice" }
        }
        return nil
    }
}
