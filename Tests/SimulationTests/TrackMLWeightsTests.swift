// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel
import Testing

@testable import Simulation

@Suite struct TrackMLWeightsTests {
    let weights = TrackMLWeights()

    private func fill(_ particle: [Int32], _ key: [Double], pT: [Double]) -> [Double] {
        var scratch = TrackMLWeights.Scratch()
        let p = column(particle)
        let k = column(key)
        let m = column(pT)
        var result = Column<Double>()
        weights.fill(hitParticle: p, hitKey: k, particlePT: m, scratch: &scratch, into: &result)
        return result.array()
    }

    private func column<T>(_ values: [T]) -> Column<T> {
        var column = Column<T>()
        for value in values { column.append(value) }
        return column
    }

    /// Rows of the order matrix of LAL/trackml-library (`trackml.weights.ORDER_MATRIX`, version 3).
    @Test func orderWeightsAreThoseOfTheLibrary() {
        let reference: [Int: [Double]] = [
            4: [0.4109589041095891, 0.2191780821917808, 0.12328767123287672, 0.24657534246575344],
            5: [
                0.35714285714285715, 0.21428571428571427, 0.10714285714285714, 0.10714285714285714,
                0.21428571428571427,
            ],
        ]
        for (hits, row) in reference {
            for (place, expected) in row.enumerated() {
                #expect(abs(weights.orderWeight(place: place, hits: hits) - expected) < 1e-15, "\(hits) hits, \(place)")
            }
        }
        let long = [(0, 0.09476309226932667), (8, 0.04039900249376559), (19, 0.056857855361596)]
        for (place, expected) in long { #expect(abs(weights.orderWeight(place: place, hits: 20) - expected) < 1e-15) }
        #expect(abs(weights.orderWeight(place: 0, hits: 9) - 10.0 / 49) < 1e-15)
        #expect(abs(weights.orderWeight(place: 8, hits: 9) - 6.0 / 49) < 1e-15)
    }

    @Test(arguments: 0...25) func orderWeightsOfATrackSumToOne(_ hits: Int) {
        let sum = (0..<max(hits, 1)).reduce(0) { $0 + weights.orderWeight(place: $1, hits: hits) }
        #expect(abs(sum - (hits < 4 ? 0 : 1)) < 1e-14)
        #expect(weights.orderWeight(place: 20, hits: 25) == 0)
    }

    @Test func momentumWeight() {
        let expected: [(Double, Double)] = [
            (0, 0), (0.0499, 0), (0.05, 0.2), (0.3, 0.2), (0.5, 0.2), (1.75, 0.6), (3, 1), (100, 1), (.nan, 0),
        ]
        for (pT, weight) in expected { #expect(abs(TrackMLWeights.momentumWeight(pT) - weight) < 1e-15, "\(pT) GeV") }
    }

    @Test func hitsAreOrderedByTheirKey() {
        // Two tracks, interleaved and out of order; noise between.
        let result = fill([0, 1, -1, 0, 0, 1, 0, 1, 1], [3, 8, 0, 1, 2, 7, 4, 5, 6], pT: [10, 0.3])
        let w = [0.4109589041095891, 0.2191780821917808, 0.12328767123287672, 0.24657534246575344]
        let expected = [w[2], 0.2 * w[3], 0, w[0], w[1], 0.2 * w[2], w[3], 0.2 * w[0], 0.2 * w[1]]
        for (a, b) in zip(result, expected) { #expect(abs(a - b / 1.2) < 1e-15) }
    }

    @Test func equalKeysShareThePlaceTheLibraryGivesThem() {
        // Ranks 0.5, 0.5, 2, 3 are rounded down to 0, 0, 2, 3.
        let result = fill([0, 0, 0, 0], [1, 1, 2, 3], pT: [5])
        let w = [0.4109589041095891, 0.4109589041095891, 0.12328767123287672, 0.24657534246575344]
        let sum = w.reduce(0, +)
        for (a, b) in zip(result, w) { #expect(abs(a - b / sum) < 1e-15) }
    }

    @Test func threeEqualKeysShareTheMiddlePlace() {
        // Ranks 1, 1, 1, 3.
        let result = fill([0, 0, 0, 0], [2, 2, 2, 3], pT: [5])
        let w = [0.2191780821917808, 0.2191780821917808, 0.2191780821917808, 0.24657534246575344]
        let sum = w.reduce(0, +)
        for (a, b) in zip(result, w) { #expect(abs(a - b / sum) < 1e-15) }
    }

    @Test func shortTracksSlowParticlesAndEmptyEventsWeighNothing() {
        #expect(fill([0, 0, 0], [1, 2, 3], pT: [5]) == [0, 0, 0])
        #expect(fill([0, 0, 0, 0], [1, 2, 3, 4], pT: [0.01]) == [0, 0, 0, 0])
        #expect(fill([], [], pT: []).isEmpty)
        #expect(fill([-1, -1], [0, 0], pT: []) == [0, 0])
    }

    @Test func weightsOfAnEventSumToOneWhateverTheOrderOfHits() {
        // 400 tracks of 1 to 90 hits, loopers among them; keys without ties.
        var particle: [Int32] = []
        var key: [Double] = []
        var pT: [Double] = []
        for p in 0..<400 {
            pT.append(0.02 * Double(p % 200))
            for h in 0..<1 + (p * 7) % 90 {
                particle.append(Int32(p))
                key.append(Double((h * 37) % 101) + Double(p) * 1e-3)
            }
        }
        let result = fill(particle, key, pT: pT)
        #expect(abs(result.reduce(0, +) - 1) < 1e-12)
        let reversed = fill(particle.reversed(), key.reversed(), pT: pT)
        for (a, b) in zip(result, reversed.reversed()) { #expect(abs(a - b) < 1e-15) }
        // Within each track: sorted by key, the weights follow the profile.
        var begin = 0
        for p in 0..<400 {
            let count = 1 + (p * 7) % 90
            let order = (begin..<begin + count).sorted { key[$0] < key[$1] }
            let total = order.reduce(0) { $0 + result[$1] }
            for (place, hit) in order.enumerated() where total > 0 {
                #expect(abs(result[hit] / total - weights.orderWeight(place: place, hits: count)) < 1e-12)
            }
            begin += count
        }
    }
}
