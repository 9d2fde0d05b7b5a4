// SPDX-License-Identifier: GPL-3.0-or-later
import Objects

extension Recipe {
    /// Which events are kept: criteria on particle-level objects of the hard collision, all of which must hold.
    ///
    /// With any criterion, event numbers are numbers of attempts.
    public struct Selection: Sendable, Equatable {
        /// What `events` counts.
        public enum Count: String, Sendable, CaseIterable {
            /// Events that pass: attempts are made until there are that many.
            case passed
            /// Attempts: whatever passes among them is kept. For pieces of a dataset.
            case attempts
        }
        /// The window of an invariant mass.
        public struct Mass: Sendable, Equatable {
            public var objects = MassWindow.Objects.leptonPair
            public var need = MassWindow.Need.some
            /// GeV.
            public var minimum = 0.0
            public var maximum = 1e6
            public init() {}
        }
        public var count = Count.passed
        /// Attempts after which a run ends that looks for events.
        public var maximumAttempts = 1_000_000
        /// Jets that count: GeV, |pseudorapidity|, radius.
        public var jetPT = 25.0
        public var jetAbsEta = 2.5
        public var jetRadius = 0.4
        public var leptonPT = 10.0
        public var leptonAbsEta = 2.5
        public var minimumJets = 0
        public var maximumJets = Self.many
        public var minimumBottomJets = 0
        public var maximumBottomJets = Self.many
        public var minimumLeptons = 0
        public var maximumLeptons = Self.many
        public var sameSignPair = false
        public var minimumScalarSum = 0.0
        public var maximumScalarSum = Self.high
        public var minimumMissingPT = 0.0
        public var maximumMissingPT = Self.high
        public var minimumLeptonicW = 0
        public var maximumLeptonicW = Self.many
        /// `any` or a decay mode of the Higgs boson.
        public var higgsDecay = Process.anyDecay
        public var masses: [Mass] = []
        public init() {}

        /// No limit.
        static let many = 1_000_000
        static let high = 1e6

        /// Whether events can fail it.
        public var isActive: Bool {
            var neutral = Selection()
            neutral.count = count
            neutral.maximumAttempts = maximumAttempts
            (neutral.jetPT, neutral.jetAbsEta, neutral.jetRadius) = (jetPT, jetAbsEta, jetRadius)
            (neutral.leptonPT, neutral.leptonAbsEta) = (leptonPT, leptonAbsEta)
            return self != neutral
        }
    }
}

extension Recipe.Selection: RecipePart {
    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.choice("count", &count)
        fields.integer("max_attempts", &maximumAttempts, in: 1...Recipe.maximumEvent)
        fields.number("jet_pT_GeV", &jetPT, in: 1...10_000)
        fields.number("jet_max_abs_eta", &jetAbsEta, in: 0.1...6)
        fields.number("jet_radius", &jetRadius, in: 0.1...2)
        fields.number("lepton_pT_GeV", &leptonPT, in: 0...10_000)
        fields.number("lepton_max_abs_eta", &leptonAbsEta, in: 0.1...20)
        fields.integer("min_jets", &minimumJets, in: 0...Self.many)
        fields.integer("max_jets", &maximumJets, in: 0...Self.many)
        fields.integer("min_b_jets", &minimumBottomJets, in: 0...Self.many)
        fields.integer("max_b_jets", &maximumBottomJets, in: 0...Self.many)
        fields.integer("min_leptons", &minimumLeptons, in: 0...Self.many)
        fields.integer("max_leptons", &maximumLeptons, in: 0...Self.many)
        fields.flag("same_sign_pair", &sameSignPair)
        fields.number("min_HT_GeV", &minimumScalarSum, in: 0...Self.high)
        fields.number("max_HT_GeV", &maximumScalarSum, in: 0...Self.high)
        fields.number("min_missing_pT_GeV", &minimumMissingPT, in: 0...Self.high)
        fields.number("max_missing_pT_GeV", &maximumMissingPT, in: 0...Self.high)
        fields.integer("min_leptonic_W", &minimumLeptonicW, in: 0...Self.many)
        fields.integer("max_leptonic_W", &maximumLeptonicW, in: 0...Self.many)
        fields.name("higgs_decay", &higgsDecay, of: .higgsDecays)
        fields.parts("masses", &masses)
    }

    func contradictions() -> [Contradiction] {
        var found: [Contradiction] = []
        let ranges: [(String, Double, Double)] = [
            ("jets", Double(minimumJets), Double(maximumJets)),
            ("b_jets", Double(minimumBottomJets), Double(maximumBottomJets)),
            ("leptons", Double(minimumLeptons), Double(maximumLeptons)),
            ("HT_GeV", minimumScalarSum, maximumScalarSum),
            ("missing_pT_GeV", minimumMissingPT, maximumMissingPT),
            ("leptonic_W", Double(minimumLeptonicW), Double(maximumLeptonicW)),
        ]
        for (key, least, most) in ranges where least > most {
            found.append(Contradiction(key: "min_\(key)", problem: "no event can pass: this is above `max_\(key)`"))
        }
        if minimumBottomJets > maximumJets {
            found.append(Contradiction(key: "min_b_jets", problem: "no event can pass: this is above `max_jets`"))
        }
        if sameSignPair && maximumLeptons < 2 {
            found.append(
                Contradiction(key: "same_sign_pair", problem: "no event can pass: `max_leptons` is below 2"))
        }
        if count == .attempts && !isActive {
            found.append(
                Contradiction(
                    key: "count", problem: "attempts are counted, but there is no criterion",
                    remedy: "give a criterion, or leave `count` out"))
        }
        return found
    }
}

extension Recipe.Selection.Mass: RecipePart {
    static var required: [String] { ["of"] }

    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.choice("of", &objects)
        fields.choice("need", &need)
        fields.number("min_GeV", &minimum, in: 0...1e6)
        fields.number("max_GeV", &maximum, in: 0...1e6)
    }

    func contradictions() -> [Contradiction] {
        guard minimum > maximum else { return [] }
        return [Contradiction(key: "min_GeV", problem: "the window is empty: this is above `max_GeV`")]
    }
}
