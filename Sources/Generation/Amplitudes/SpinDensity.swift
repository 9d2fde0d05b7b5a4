// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// The joint spin state of the top quarks and the W and Z bosons of a hard collision: their density matrix.
///
/// Summed over colours and over the spins of everything else. The basis of a quark is its spin along ±z, that of a boson
/// its linear polarisation along x, y and z, in the rest frame reached from the partonic centre of mass by the boost
/// without rotation (`FourVector.boosted(into:)` with the momentum there; the partonic centre of mass itself is reached
/// from the laboratory by a boost along z that keeps the axes): the very states of the external wave functions
/// (`WaveFunctions`). With amplitudes M_i the particles are in the state Σ M_i |i>, and ρ_ij = M_i M_j*.
///
/// The particles decay one after the other, in the order of the final state (Collins, Nucl. Phys. B 304 (1988) 794;
/// Knowles, Nucl. Phys. B 310 (1988) 571; Richardson, JHEP 11 (2001) 029): the state of the first, with those of the
/// others summed over, gives the distribution of its decay; the state that decays this way is then contracted into the
/// matrix, which goes on to describe the others. So the products follow the full matrix element in narrow width.
public struct SpinDensity: ~Copyable, Sendable {
    /// Joint spin states of the particles that have not decayed; 0 if spins are not known.
    public private(set) var size = 0
    /// `size` by `size`, row by row; the first particle's state runs fastest in an index.
    private var elements = Column<Complex>(capacity: 256)

    public init() {}

    /// Forgets the spins: unpolarised and uncorrelated.
    mutating func clear() { size = 0 }

    /// Takes a density matrix.
    mutating func set(size: Int, _ values: UnsafePointer<Complex>) {
        self.size = size
        elements.removeAll()
        elements.append(unwritten: size * size).update(from: values, count: size * size)
    }

    /// Takes the state of another.
    mutating func copy(_ other: borrowing SpinDensity) {
        size = other.size
        elements.removeAll()
        elements.append(contentsOf: other.elements)
    }

    /// An element of the matrix.
    func element(_ row: Int, _ column: Int) -> Complex { elements[row * size + column] }

    /// Sum of the diagonal.
    var trace: Double {
        var sum = 0.0
        for i in 0..<size { sum += elements[i * size + i].re }
        return sum
    }

    /// <i| ρ |j> of the first particle, with the states of the others summed over.
    ///
    /// - Parameter states: its number of spin states.
    func reduced(_ i: Int, _ j: Int, states: Int) -> Complex {
        var sum = Complex(0)
        for others in 0..<size / states {
            sum = sum + elements[(others * states + i) * size + others * states + j]
        }
        return sum
    }

    /// Takes out the first particle, which was found in the state Σ k_i |i>: <k| ρ |k> remains.
    ///
    /// - Parameters:
    ///   - ket: the state, of any norm.
    ///   - states: the particle's number of spin states, 1 to 3.
    mutating func contract(_ ket: SpinKet, states: Int) {
        let left = size / states
        // What is written lies before all that is still to be read.
        for row in 0..<left {
            for column in 0..<left {
                var value = Complex(0)
                for i in 0..<states {
                    let line = (row * states + i) * size + column * states
                    var sum = Complex(0)
                    for j in 0..<states { sum = sum + elements[line + j] * ket[j] }
                    value = value + ket[i].conjugate * sum
                }
                elements[row * left + column] = value
            }
        }
        size = left
    }
}

/// The spin state of one particle: two components for spin 1/2, three for spin 1.
typealias SpinKet = InlineArray<3, Complex>

extension RecursionProgram {
    /// Fills the density matrix from the amplitudes that were evaluated, and chooses a colour flow.
    ///
    /// - Returns: the colour flow for a uniform number, with the probability of its squared amplitude.
    func recordSpins(_ state: inout SpinDensity, _ scratch: inout AmplitudeScratch, flowNumber: Double) -> Int {
        var weights = InlineArray<32, Double>(repeating: 0)
        let patterns = spins.patterns
        scratch.reserve(patterns: patterns)
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
                    scratch.spinAmplitudes[pattern * Self.maximumFlows + flow] = value
                }
            }
            if patterns > 1 { addToDensity(patterns, scratch) }
        }
        if patterns > 1 {
            for row in 0..<patterns {
                for column in 0..<row {
                    scratch.density[row * patterns + column] = scratch.density[column * patterns + row].conjugate
                }
            }
            state.set(size: patterns, UnsafePointer(scratch.density))
        } else {
            state.clear()
        }
        return Self.chooseFlow(weights, count: flowCount, flowNumber)
    }

    /// Adds M_i M_j*, summed over colours, to the upper triangle.
    private func addToDensity(_ patterns: Int, _ scratch: borrowing AmplitudeScratch) {
        let stride = Self.maximumFlows
        for column in 0..<patterns {
            var folded = InlineArray<32, Complex>(repeating: Complex(0))
            for a in 0..<flowCount {
                var sum = Complex(0)
                for b in 0..<flowCount {
                    sum = sum + colourMatrix[a * flowCount + b] * scratch.spinAmplitudes[column * stride + b].conjugate
                }
                folded[a] = sum
            }
            for row in 0...column {
                var value = scratch.density[row * patterns + column]
                for a in 0..<flowCount { value = value + scratch.spinAmplitudes[row * stride + a] * folded[a] }
                scratch.density[row * patterns + column] = value
            }
        }
    }
}
