// SPDX-License-Identifier: GPL-3.0-or-later

/// The order in which spin configurations are computed: groups of four lanes for all particles but the closing one,
/// whose spin states follow within a group.
struct SpinEnumeration: Sendable {
    let groups: Int
    let rootStates: Int
    /// Particles whose spins in a group differ from those in the group before.
    let changed: ConstantTable<UInt8>
    /// For each configuration of the other spins and each pattern of the unstable particles: lane, and 4 times the
    /// position of its amplitudes in units of flows.
    let places: ConstantTable<Int32>
    let otherConfigurations: Int
    /// Joint spin states of the unstable particles, the first one's running fastest; 1 without any.
    let patterns: Int
    private let states: ConstantTable<UInt8>
    private let particles: Int
    private let configurations: Int

    /// - Parameters:
    ///   - states: number of spin states of each particle.
    ///   - unstable: bits of the particles whose spins are patterns.
    init(states counts: [Int], root: Int, unstable: UInt8) {
        particles = counts.count
        rootStates = counts[root]
        // Particles with two states first: four lanes hold two of them, which never change.
        let order =
            counts.indices.filter { $0 != root && counts[$0] == 2 }
            + counts.indices.filter { $0 != root && counts[$0] != 2 }
        configurations = order.reduce(1) { $0 * counts[$1] }
        groups = (configurations + 3) / 4
        var states: [UInt8] = []
        for code in 0..<4 * groups {
            var row = [UInt8](repeating: 0, count: counts.count)
            var rest = min(code, configurations - 1)
            for particle in order {
                row[particle] = UInt8(rest % counts[particle])
                rest /= counts[particle]
            }
            states += row
        }
        var changed: [UInt8] = []
        for group in 0..<groups {
            let (here, before) = (4 * group * counts.count, 4 * (group - 1) * counts.count)
            var mask: UInt8 = 0
            for particle in order {
                let differs =
                    group == 0
                    || (0..<4).contains {
                        states[here + $0 * counts.count + particle] != states[before + $0 * counts.count + particle]
                    }
                if differs { mask |= 1 << UInt8(particle) }
            }
            changed.append(mask)
        }
        self.states = ConstantTable(states)
        self.changed = ConstantTable(changed)
        let patterns = counts.indices.reduce(1) { unstable >> UInt8($1) & 1 == 1 ? $0 * counts[$1] : $0 }
        self.patterns = patterns
        otherConfigurations = configurations * counts[root] / patterns
        var places = [Int32](repeating: 0, count: configurations * counts[root])
        for code in 0..<configurations {
            for rootState in 0..<counts[root] {
                let row = (0..<counts.count).map {
                    $0 == root ? rootState : Int(states[code * counts.count + $0])
                }
                var (pattern, others, step, stride) = (0, 0, 1, 1)
                for particle in counts.indices {
                    if unstable >> UInt8(particle) & 1 == 1 {
                        pattern += row[particle] * step
                        step *= counts[particle]
                    } else {
                        others += row[particle] * stride
                        stride *= counts[particle]
                    }
                }
                let block = (code / 4) * counts[root] + rootState
                places[others * patterns + pattern] = Int32(4 * block + code % 4)
            }
        }
        self.places = ConstantTable(places)
    }

    @inline(__always)
    func state(_ group: Int, _ lane: Int, _ particle: Int) -> Int {
        Int(states[(4 * group + lane) * particles + particle])
    }

    /// Lanes of a group that hold configurations.
    @inline(__always)
    func lanes(_ group: Int) -> Int { min(4, configurations - 4 * group) }
}
