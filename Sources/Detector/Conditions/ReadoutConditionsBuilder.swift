// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Works out the readout conditions of every module for one interval.
struct ReadoutConditionsBuilder {
    private typealias Limits = DetectorConditions.Limits
    private let tracker: Tracker
    private let interval: DetectorConditions.Interval
    private var modules: [ModuleConditions]
    private var deadRegions: [[ChannelRegion]]
    private var deadChannels: [[UInt64]]
    private var noisyRegions: [[ChannelRegion]]
    private var regionCount = 0
    private var problems: [Diagnostic] = []

    /// - Throws: entries that select nothing or name chips and channels that do not exist; too many regions.
    static func made(
        _ tracker: Tracker, _ interval: DetectorConditions.Interval
    ) throws(Diagnostics) -> ReadoutConditions {
        var builder = ReadoutConditionsBuilder(tracker, interval)
        builder.respond()
        for entry in interval.dead { builder.add(entry, isNoisy: false) }
        for entry in interval.noisy { builder.add(entry, isNoisy: true) }
        guard builder.problems.isEmpty else { throw Diagnostics(builder.problems) }
        return builder.tables()
    }

    private init(_ tracker: Tracker, _ interval: DetectorConditions.Interval) {
        self.tracker = tracker
        self.interval = interval
        let count = tracker.modules.count
        modules = Array(repeating: ModuleConditions(), count: count)
        deadRegions = Array(repeating: [], count: count)
        deadChannels = Array(repeating: [], count: count)
        noisyRegions = Array(repeating: [], count: count)
    }

    private func grid(_ position: Int) -> ChannelGrid {
        let module = tracker.modules[position]
        return ChannelGrid(module, tracker.layers[Int(module.layer)].sensor)
    }

    private mutating func positions(_ selection: ModuleSelection) -> [Int] {
        let positions = selection.positions(in: tracker)
        if positions.isEmpty { problems.append(selection.nothingSelected()) }
        return positions
    }

    // MARK: Response

    private mutating func respond() {
        var environments = Array(repeating: interval.environment, count: modules.count)
        for entry in interval.response {
            for position in positions(entry.selection) {
                let module = tracker.modules[position]
                modules[position].noiseFactor *= entry.noise
                modules[position].thresholdFactor *=
                    entry.threshold * spread(entry.thresholdSpread, .threshold, module)
                modules[position].gain *= entry.gain * spread(entry.gainSpread, .gain, module)
                modules[position].lorentzFactor *= entry.lorentz
                modules[position].efficiency *= entry.efficiency
                environments[position].temperature = entry.temperature ?? environments[position].temperature
                environments[position].fluence = entry.fluence ?? environments[position].fluence
            }
        }
        for position in modules.indices where environments[position].fluence > 0 {
            let environment = environments[position]
            let noise = LeakageNoise(
                temperature: environment.temperature, fluence: environment.fluence,
                peakingTime: environment.peakingTime)
            let sensor = tracker.layers[Int(tracker.modules[position].layer)].sensor
            modules[position].leakageNoise = noise.electrons(
                volume: sensor.pitchU * sensor.pitchV * sensor.slab.thickness)
        }
    }

    private func spread(_ sigma: Double, _ draw: ConditionsDraw, _ module: Module) -> Double {
        guard sigma > 0 else { return 1 }
        var stream = draw.stream(seed: interval.seed, module)
        return max(0.1, 1 + sigma * stream.normal())
    }

    // MARK: Defects

    private mutating func add(_ entry: DetectorConditions.DefectEntry, isNoisy: Bool) {
        for position in positions(entry.selection) {
            let grid = grid(position)
            switch entry.extent {
            case .modules: addModule(position, grid, entry, isNoisy)
            case .chips(let chips):
                for chip in chips {
                    guard chip < grid.chipCount else {
                        reportMissing("chip \(chip)", "chips 0 to \(grid.chipCount - 1)", entry)
                        return
                    }
                    addRegion(position, grid.chip(chip, occupancy: entry.occupancy), isNoisy)
                }
            case .channels(let u, let v):
                guard u.lowerBound < grid.u, v.lowerBound < grid.v else {
                    reportMissing("such channel", "\(grid.u) channels along u and \(grid.v) along v", entry)
                    return
                }
                let region = ChannelRegion(
                    firstU: Int32(u.lowerBound), lastU: Int32(min(u.upperBound, grid.u - 1)),
                    firstV: Int32(v.lowerBound), lastV: Int32(min(v.upperBound, grid.v - 1)),
                    occupancy: entry.occupancy)
                addRegion(position, region, isNoisy)
            case .drawn(let ofModules, let ofChips, let ofChannels):
                draw(position, grid, (ofModules, ofChips, ofChannels), entry, isNoisy)
            }
            guard regionCount <= Limits.regions else {
                problems.append(
                    entry.selection.place.diagnostic(
                        "too-many", "the interval has more than \(Limits.regions) dead or noisy regions",
                        remedy: "lower the fractions"))
                return
            }
        }
    }

    private mutating func reportMissing(_ what: String, _ there: String, _ entry: DetectorConditions.DefectEntry) {
        problems.append(
            entry.selection.place.diagnostic(
                "unknown-element", "a selected module has no \(what)", reason: "it has \(there)",
                remedy: "chips are the sensor's key `chips` in the geometry, channels follow from its pitch"))
    }

    private mutating func addModule(
        _ position: Int, _ grid: ChannelGrid, _ entry: DetectorConditions.DefectEntry, _ isNoisy: Bool
    ) {
        if isNoisy {
            addRegion(position, grid.whole(occupancy: entry.occupancy), true)
        } else {
            modules[position].isDead = true
        }
    }

    private mutating func addRegion(_ position: Int, _ region: ChannelRegion, _ isNoisy: Bool) {
        regionCount += 1
        if isNoisy { noisyRegions[position].append(region) } else { deadRegions[position].append(region) }
    }

    private mutating func draw(
        _ position: Int, _ grid: ChannelGrid, _ shares: (modules: Double, chips: Double, channels: Double),
        _ entry: DetectorConditions.DefectEntry, _ isNoisy: Bool
    ) {
        let module = tracker.modules[position]
        let seed = interval.seed
        if shares.modules > 0 {
            var stream = (isNoisy ? ConditionsDraw.noisyModule : .deadModule).stream(seed: seed, module)
            if stream.uniform() < shares.modules { addModule(position, grid, entry, isNoisy) }
        }
        if shares.chips > 0 {
            var stream = (isNoisy ? ConditionsDraw.noisyChip : .deadChip).stream(seed: seed, module)
            for chip in 0..<grid.chipCount where stream.uniform() < shares.chips {
                addRegion(position, grid.chip(chip, occupancy: entry.occupancy), isNoisy)
            }
        }
        guard shares.channels > 0 else { return }
        var stream = (isNoisy ? ConditionsDraw.noisyChannel : .deadChannel).stream(seed: seed, module)
        let count = stream.binomial(trials: min(grid.channelCount, 1_000_000_000), probability: shares.channels)
        regionCount += count
        guard regionCount <= Limits.regions else { return }
        for _ in 0..<count {
            let u = Int32(truncatingIfNeeded: stream.integer(below: UInt64(grid.u)))
            let v = Int32(truncatingIfNeeded: stream.integer(below: UInt64(grid.v)))
            if isNoisy {
                noisyRegions[position].append(
                    ChannelRegion(firstU: u, lastU: u, firstV: v, lastV: v, occupancy: entry.occupancy))
            } else {
                deadChannels[position].append(UInt64(v) << 32 | UInt64(u))
            }
        }
    }

    // MARK: Tables

    private func tables() -> ReadoutConditions {
        var modules = modules
        var (dead, channels, noisy): ([ChannelRegion], [UInt64], [ChannelRegion]) = ([], [], [])
        func place<T>(_ items: [T], in table: inout [T]) -> ModuleConditions.TableRange {
            guard !items.isEmpty else { return ModuleConditions.TableRange() }
            let first = table.count
            table += items
            return ModuleConditions.TableRange(first..<table.count)
        }
        for position in modules.indices {
            modules[position].deadRegions = place(Self.sorted(deadRegions[position]), in: &dead)
            modules[position].deadChannels = place(Self.unique(deadChannels[position]), in: &channels)
            modules[position].noisyRegions = place(Self.sorted(noisyRegions[position]), in: &noisy)
        }
        return ReadoutConditions(modules: modules, deadRegions: dead, deadChannels: channels, noisyRegions: noisy)
    }

    /// By place; equal places keep their order.
    private static func sorted(_ regions: [ChannelRegion]) -> [ChannelRegion] {
        guard regions.count > 1 else { return regions }
        func key(_ i: Int) -> (Int32, Int32, Int) { (regions[i].firstV, regions[i].firstU, i) }
        return regions.indices.sorted { key($0) < key($1) }.map { regions[$0] }
    }

    private static func unique(_ channels: [UInt64]) -> [UInt64] {
        var result: [UInt64] = []
        for channel in channels.sorted() where result.last != channel { result.append(channel) }
        return result
    }
}
