// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Production

@Suite struct SplitTests {
    func shares(_ train: Double, _ validation: Double, _ test: Double) -> Recipe.Splits {
        var splits = Recipe.Splits()
        splits.train = train
        splits.validation = validation
        splits.test = test
        return splits
    }

    /// Counts of 100,000 events deviate from n p by less than 5 standard deviations: a false alarm for other
    /// constants would have probability 2e-6 in all; the function is fixed, so it either holds or not.
    @Test func countsFollowTheShares() {
        let splits = Recipe.Splits()
        // All events, and those of a process that takes every fifth or every 64th number.
        for step in [UInt64(1), 5, 64] {
            var counts = [0.0, 0, 0]
            for event in 0..<UInt64(100_000) { counts[Int(splits.split(ofEvent: event * step).rawValue)] += 1 }
            for (count, share) in zip(counts, [0.8, 0.1, 0.1]) {
                let sigma = (100_000 * share * (1 - share)).squareRoot()
                #expect(abs(count - 100_000 * share) < 5 * sigma)
            }
        }
    }

    @Test func sharesOfZeroGetNoEvents() {
        for (splits, only) in [
            (shares(1, 0, 0), Split.train), (shares(0, 3, 0), .validation), (shares(0, 0, 0.1), .test),
        ] {
            #expect((0..<10_000).allSatisfy { splits.split(ofEvent: $0) == only })
        }
        #expect((0..<10_000).allSatisfy { shares(1, 0, 1).split(ofEvent: $0) != .validation })
    }

    /// The published function: first events with the default shares, computed independently with Python integers.
    @Test func theFunctionIsTheDocumentedOne() {
        let letters = (0..<40).map { ["t", "v", "e"][Int(Recipe.Splits().split(ofEvent: $0).rawValue)] }.joined()
        #expect(letters == "vttetttttetttttttttvvtetvtttteetttvttttt")
        #expect((0..<40).allSatisfy { shares(8, 1, 1).split(ofEvent: $0) == Recipe.Splits().split(ofEvent: $0) })
    }
}
