// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// How much material straight lines from the beam line cross.
///
/// Every module and passive surface is tried, so that the result can serve as a check of faster navigation.
public struct MaterialScan: Sendable {
    /// Material along a line in units of its radiation and nuclear interaction length.
    public struct Budget: Sendable, Equatable, Codable {
        public var radiationLengths = 0.0
        public var interactionLengths = 0.0
        public init(radiationLengths: Double = 0, interactionLengths: Double = 0) {
            self.radiationLengths = radiationLengths
            self.interactionLengths = interactionLengths
        }

        static func += (sum: inout Budget, term: Budget) {
            sum.radiationLengths += term.radiationLengths
            sum.interactionLengths += term.interactionLengths
        }
        static func * (factor: Double, budget: Budget) -> Budget {
            Budget(
                radiationLengths: factor * budget.radiationLengths,
                interactionLengths: factor * budget.interactionLengths)
        }
    }

    /// What material is counted as: first the passive surfaces', then the sensors', each once.
    public let components: [String]
    private let tracker: Tracker
    private let componentOfLayer: [Int]
    private let componentOfPassive: [Int]
    /// Per mm, in the order of the tracker's materials.
    private let budgetPerLength: [Budget]
    /// Radius about a module's centre that holds its mid-plane, by layer, mm.
    private let reaches: [Double]

    public init(_ tracker: Tracker) {
        self.tracker = tracker
        var names: [String] = []
        func number(_ name: String) -> Int {
            if let known = names.firstIndex(of: name) { return known }
            names.append(name)
            return names.count - 1
        }
        componentOfPassive = tracker.passive.map { number($0.component) }
        componentOfLayer = tracker.layers.map { number($0.sensor.component) }
        components = names
        budgetPerLength = tracker.materials.map {
            Budget(radiationLengths: 1 / $0.radiationLength, interactionLengths: 1 / $0.interactionLength)
        }
        reaches = tracker.layers.map { layer in
            var greatest = 0.0
            for module in tracker.modules[layer.modules] {
                let halfU = max(module.halfUMinimum, module.halfUMaximum)
                greatest = max(greatest, halfU * halfU + module.halfV * module.halfV)
            }
            return greatest.squareRoot()
        }
    }

    // MARK: One line

    /// Material along a straight line from a point of the beam line to the end of everything, by component.
    ///
    /// - Parameters:
    ///   - eta: pseudorapidity of the direction.
    ///   - phi: its azimuth.
    ///   - z: where it starts on the z axis, mm.
    public func budgets(eta: Double, phi: Double, z: Double = 0) -> [Budget] {
        var sums = Array(repeating: Budget(), count: components.count)
        visit(StraightLine(eta: eta, phi: phi, z: z)) { component, budget in sums[component] += budget }
        return sums
    }

    /// Material of one layer's modules along a line.
    func visit(_ line: StraightLine, _ body: (_ component: Int, _ budget: Budget) -> Void) {
        for (index, surface) in tracker.passive.enumerated() {
            if let path = line.path(through: surface) {
                body(componentOfPassive[index], path * budgetPerLength[surface.slab.material])
            }
        }
        for (index, layer) in tracker.layers.enumerated() where line.mayCross(layer) {
            let perLength = budgetPerLength[layer.sensor.slab.material]
            for position in layer.modules {
                let module = tracker.modules[position]
                guard line.passesNear(module.center, within: reaches[index]),
                    let cosine = line.cosineOfCrossing(module)
                else { continue }
                body(componentOfLayer[index], (layer.sensor.slab.thickness / cosine) * perLength)
            }
        }
    }

    // MARK: Averages

    /// Mean material in bins of pseudorapidity, averaged over azimuth.
    public struct Profile: Sendable, Equatable, Codable {
        /// Centres of the bins.
        public var eta: [Double]
        public var components: [String]
        /// By component, then bin.
        public var budgets: [[Budget]]

        /// All components together, by bin.
        public var total: [Budget] {
            eta.indices.map { bin in
                var sum = Budget()
                for component in budgets { sum += component[bin] }
                return sum
            }
        }
    }

    /// Scans a range of pseudorapidity.
    ///
    /// - Parameters:
    ///   - range: pseudorapidity.
    ///   - bins: equal bins, at least 1.
    ///   - lines: straight lines per bin, spread evenly over the bin and over azimuth, at least 1.
    ///   - z: where they start on the z axis, mm.
    public func profile(eta range: ClosedRange<Double>, bins: Int, lines: Int, z: Double = 0) -> Profile {
        let width = (range.upperBound - range.lowerBound) / Double(bins)
        var profile = Profile(
            eta: (0..<bins).map { range.lowerBound + (Double($0) + 0.5) * width }, components: components,
            budgets: Array(repeating: Array(repeating: Budget(), count: bins), count: components.count))
        for bin in 0..<bins {
            for index in 0..<lines {
                // Points of a golden-ratio lattice fill the bin without aligning with the modules.
                let golden = 0.6180339887498949 * Double(index)
                let line = StraightLine(
                    eta: range.lowerBound + (Double(bin) + (Double(index) + 0.5) / Double(lines)) * width,
                    phi: PhysicalConstants.twoPi * (golden - golden.rounded(.down)), z: z)
                visit(line) { component, budget in
                    profile.budgets[component][bin] += (1 / Double(lines)) * budget
                }
            }
        }
        return profile
    }
}
