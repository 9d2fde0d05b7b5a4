// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The spin state of the top quarks and antiquarks of a hard collision: their joint density matrix.
///
/// Summed over colours and over the spins of everything else. The frame of every top is its rest frame reached from the
/// partonic centre of mass by the boost without rotation (`FourVector.boosted(into:)` with the top's momentum there; the
/// partonic centre of mass itself is reached from the laboratory by a boost along z that keeps the axes). Spin
/// directions are unit vectors in these frames.
///
/// Decays use it like this: for a decay t → b l ν the top's spin analyser is the direction of the charged lepton (or
/// down-type quark) in that frame, with full power +1 for the top and -1 for the antitop: give `n` for a top and `-n`
/// for an antitop. Decay the tops one after the other; accept a decay with `weight(of:direction:)`, then `project`. The
/// mean acceptance is 1/2 and the result is distributed as the full matrix element.
public struct TopSpins: TopSpinState, Sendable, BitwiseCopyable {
    /// Tops and antitops in the order of the final state; at most four. 0 if spins are not known.
    public private(set) var count = 0
    /// Density matrix, 2^count by 2^count, row by row; bit i of an index is the spin of top i (0 for +z, 1 for -z).
    private var elements = InlineArray<256, Complex>(repeating: Complex(0))

    public init() {}

    /// Forgets the spins: unpolarised and uncorrelated.
    mutating func clear() { count = 0 }

    /// Takes a density matrix of 2^count by 2^count elements.
    mutating func set(count: Int, _ values: UnsafePointer<Complex>) {
        self.count = count
        for i in 0..<1 << (2 * count) { elements[i] = values[i] }
    }

    private var trace: Double {
        var sum = 0.0
        for i in 0..<1 << count { sum += elements[i << count + i].re }
        return sum
    }

    /// Probability, 0...1, that top `top` has its spin along `direction`, given what the others were projected on.
    public func weight(of top: Int, direction: (x: Double, y: Double, z: Double)) -> Double {
        guard top < count else { return 0.5 }
        var projected = self
        projected.project(top, on: direction)
        let whole = trace
        return whole > 0 ? min(max(projected.trace / whole, 0), 1) : 0.5
    }

    /// Fixes the spin of top `top` along `direction`.
    public mutating func project(_ top: Int, on direction: (x: Double, y: Double, z: Double)) {
        guard top < count else { return }
        let size = 1 << count
        let bit = 1 << top
        // The projector (1 + n.sigma)/2; rho becomes P rho P with P = |n><n|.
        let up = Complex(0.5 * (1 + direction.z))
        let down = Complex(0.5 * (1 - direction.z))
        let across = Complex(0.5 * direction.x, -0.5 * direction.y)
        for row in 0..<size where row & bit == 0 {
            for column in 0..<size where column & bit == 0 {
                let places = (
                    row << count + column, row << count + (column | bit), (row | bit) << count + column,
                    (row | bit) << count + (column | bit)
                )
                let (a, b) = (elements[places.0], elements[places.1])
                let (c, d) = (elements[places.2], elements[places.3])
                // <n| rho |n> in the space of this spin.
                let mean = up * a + across.conjugate * b + across * c + down * d
                elements[places.0] = up * mean
                elements[places.1] = across * mean
                elements[places.2] = across.conjugate * mean
                elements[places.3] = down * mean
            }
        }
    }

    /// |M|² with the spins of all tops along `directions`, over the sum over all spins: 0...1.
    public func spinWeight(_ directions: borrowing InlineArray<4, FourVector>) -> Double {
        var state = self
        var weight = 1.0
        for top in 0..<count {
            let n = (x: directions[top].px, y: directions[top].py, z: directions[top].pz)
            weight *= state.weight(of: top, direction: n)
            state.project(top, on: n)
        }
        return weight
    }
}

extension RecursionProgram {
    /// Fills the density matrix from the amplitudes that were evaluated, and chooses a colour flow.
    ///
    /// - Returns: the colour flow for a uniform number, with the probability of its squared amplitude.
    func recordSpins(_ state: inout TopSpins, _ scratch: inout AmplitudeScratch, flowNumber: Double) -> Int {
        var weights = InlineArray<32, Double>(repeating: 0)
        let patterns = 1 << topCount
        for i in 0..<patterns * patterns { scratch.density[i] = Complex(0) }
        for others in 0..<spins.otherConfigurations {
            for pattern in 0..<patterns {
                let place = spins.places[others * patterns + pattern]
                let lane = Int(place & 3)
                let first = Int(place >> 2) * flowCount
                for flow in 0..<flowCount {
                    let lanes = scratch.amplitudes[first + flow]
                    let value = Complex(lanes.re[lane], lanes.im[lane])
                    weights[flow] += value.squared
                    scratch.spinAmplitudes[pattern * 32 + flow] = value
                }
            }
            addToDensity(patterns, scratch)
        }
        state.set(count: topCount, UnsafePointer(scratch.density))
        return Self.chooseFlow(weights, count: flowCount, flowNumber)
    }

    /// Amplitudes are antilinear in the spin states: the tops are in the state sum M_i |i>, rho_ij = M_i M_j*.
    private func addToDensity(_ patterns: Int, _ scratch: borrowing AmplitudeScratch) {
        guard topCount > 0 else { return }
        for column in 0..<patterns {
            var folded = InlineArray<32, Complex>(repeating: Complex(0))
            for a in 0..<flowCount {
                var sum = Complex(0)
                for b in 0..<flowCount {
                    sum = sum + colourMatrix[a * flowCount + b] * scratch.spinAmplitudes[column * 32 + b].conjugate
                }
                folded[a] = sum
            }
            for row in 0..<patterns {
                var value = scratch.density[row * patterns + column]
                for a in 0..<flowCount { value = value + scratch.spinAmplitudes[row * 32 + a] * folded[a] }
                scratch.density[row * patterns + column] = value
            }
        }
    }
}
