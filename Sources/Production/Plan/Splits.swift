// SPDX-License-Identifier: GPL-3.0-or-later

/// The part of a dataset that an event belongs to.
public enum Split: Int32, Sendable, CaseIterable {
    case train = 0
    case validation = 1
    case test = 2
}

extension Recipe {
    /// Shares of training, validation and test events; they are divided by their sum.
    public struct Splits: Sendable, Equatable {
        public var train = 0.8
        public var validation = 0.1
        public var test = 0.1
        public init() {}

        /// The split of an event: a function of its number and the shares alone, whatever the seed, so that datasets
        /// made with different seeds, detectors or lengths agree on it.
        ///
        /// The number is scrambled (the finaliser of SplitMix64: Steele, Lea and Flood, OOPSLA 2014), so that the
        /// split is unrelated to any pattern in event numbers, such as the process.
        public func split(ofEvent number: UInt64) -> Split {
            var z = (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            z ^= z >> 31
            let place = Double(z >> 11) * 0x1p-53 * (train + validation + test)
            if place < train { return .train }
            if place < train + validation { return .validation }
            // Rounding must not put an event into a split whose share is 0.
            return test > 0 ? .test : (validation > 0 ? .validation : .train)
        }
    }
}

extension Recipe.Splits: RecipePart {
    /// Shares that are not given are 0 when any is.
    mutating func prepare() {
        train = 0
        validation = 0
        test = 0
    }

    mutating func visit<Fields: RecipeFields>(_ fields: inout Fields) {
        fields.number("train", &train, in: 0...1e6)
        fields.number("validation", &validation, in: 0...1e6)
        fields.number("test", &test, in: 0...1e6)
    }

    func contradictions() -> [Contradiction] {
        guard train + validation + test <= 0 else { return [] }
        return [
            Contradiction(
                key: "train", problem: "all shares are 0", remedy: "give at least one split a share above 0")
        ]
    }
}
