// SPDX-License-Identifier: GPL-3.0-or-later

/// What a person asks for: which events, in which detector, what of them is stored.
///
/// Decoded from YAML by `RecipeLoader`; the keys are documented in `Datasets/RECIPES.md`. Every value has been checked.
public struct Recipe: Sendable, Equatable {
    /// Name of the dataset: letters, digits, `.`, `_`, `-`.
    public var name = "eidolon-dataset"
    public var description = ""
    /// Who made it, for the metadata.
    public var authors: [String] = []
    /// Terms under which the dataset may be used (SPDX identifier).
    public var license = "CC-BY-4.0"
    /// The key of all random numbers.
    public var seed: UInt64 = 0
    /// Event numbers `firstEvent ..< firstEvent + events`; 0 events means all that the source holds.
    public var firstEvent = 0
    public var events = 0
    /// Run number written with every event.
    public var run = 1
    /// Name of a geometry, or path of a geometry file (relative to the recipe).
    public var detector = "trackml"
    /// Name of conditions, or path of a conditions file (relative to the recipe); empty for a detector as described.
    public var conditions = ""
    public var source = Source.collisions([])
    public var collisions = Collisions()
    public var select = Selection()
    public var simulation = Simulation()
    public var keep = Keep()
    public var output = Output()
    public var splits = Splits()

    public init() {}

    /// Event numbers are below this (they have 40 bits).
    public static let maximumEvent = 1 << 40

    /// Where the particles come from.
    public enum Source: Sendable, Equatable {
        /// Collisions of a mix of processes; the fractions are shares that need not add up to 1.
        case collisions([Process])
        case gun(Gun)
        case file(ParticleFile)
    }
}

extension Recipe: RecipePart {
    static var required: [String] { ["seed"] }

    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.text("name", &name)
        fields.text("description", &description)
        fields.texts("authors", &authors)
        fields.text("license", &license)
        fields.unsigned("seed", &seed)
        fields.integer("first_event", &firstEvent, in: 0...Self.maximumEvent - 1)
        fields.integer("events", &events, in: 1...Self.maximumEvent)
        fields.integer("run", &run, in: 0...Int(Int32.max))
        fields.text("detector", &detector)
        fields.text("conditions", &conditions)
        fields.source(&source)
        fields.part("collisions", &collisions)
        fields.part("select", &select)
        fields.part("simulation", &simulation)
        fields.part("keep", &keep)
        fields.part("output", &output)
        fields.part("splits", &splits)
    }

    func contradictions() -> [Contradiction] {
        var found: [Contradiction] = []
        if !Self.isPlainName(name) {
            found.append(
                Contradiction(
                    key: "name", code: "out-of-range", problem: "this cannot be part of a file name",
                    reason:
                        "letters, digits, `.`, `_` and `-` are allowed, at most 100, beginning with a letter or digit"
                ))
        }
        if firstEvent + events > Self.maximumEvent {
            found.append(
                Contradiction(
                    key: "events", problem: "the last event number would be \(firstEvent + events - 1)",
                    reason: "event numbers have 40 bits", remedy: "lower `events` or `first_event`"))
        }
        if select.isActive && select.count == .passed && select.maximumAttempts < events {
            found.append(
                Contradiction(
                    key: "select", problem: "\(events) events cannot pass in \(select.maximumAttempts) attempts",
                    remedy: "raise `max_attempts` or lower `events`"))
        }
        if case .collisions(let processes) = source { found += Self.contradictions(of: processes) }
        return found
    }

    /// Letters, digits, `.`, `_`, `-`, beginning with a letter or digit; at most 100.
    static func isPlainName(_ name: String) -> Bool {
        func isLetterOrDigit(_ c: UInt8) -> Bool {
            (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x5A) || (c >= 0x61 && c <= 0x7A)
        }
        guard name.utf8.count <= 100, let first = name.utf8.first, isLetterOrDigit(first) else { return false }
        return name.utf8.allSatisfy { isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }
}
