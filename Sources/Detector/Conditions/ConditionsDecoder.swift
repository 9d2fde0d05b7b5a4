// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import EventModel

/// Reads a conditions file. Every key is asked for even after a mistake, so that all mistakes are reported.
struct ConditionsDecoder {
    private typealias Limits = DetectorConditions.Limits
    let root: Section

    func decode() -> DetectorConditions {
        let name = root.text("name")
        let summary = root.text("summary", default: "")
        let groups = bounded(root, "intervals", required: true, limit: Limits.intervals)
        let intervals = groups.map(interval)
        root.finish()
        for (index, pair) in zip(intervals, intervals.dropFirst()).enumerated()
        where pair.1.runs.lowerBound <= pair.0.runs.upperBound {
            groups[index + 1].report(
                "contradiction", at: "first_run", "the interval begins at run \(pair.1.runs.lowerBound)",
                reason: "the one before it ends with run \(pair.0.runs.upperBound)",
                remedy: "sort the intervals and let each end before the next")
        }
        if groups.isEmpty && root.has("intervals") && !root.isWrong("intervals") {
            root.report("missing-key", at: "intervals", "there is no interval here", remedy: "add one")
        }
        return DetectorConditions(name: name, summary: summary, intervals: intervals)
    }

    private func bounded(_ section: Section, _ key: String, required: Bool = false, limit: Int) -> [Section] {
        let list = section.sections(key, required: required)
        guard list.count > limit else { return list }
        section.report("too-many", at: key, "more than \(limit) entries stand here")
        return []
    }

    private func interval(_ section: Section) -> DetectorConditions.Interval {
        let all = 0...Int(Int32.max)
        let first = section.integer("first_run", in: all, default: 0)
        let last = section.integer("last_run", in: all, default: all.upperBound)
        if first > last {
            section.report(
                "contradiction", at: "last_run", "the interval ends before it begins", remedy: "swap the runs")
        }
        let seed = section.unsigned("seed", default: 0)
        let spot = section.has("beam_spot") ? section.numbers("beam_spot", in: -1000...1000, count: 3) : nil
        let environment = DetectorConditions.Environment(
            temperature: section.number("temperature", in: -200...100, default: 20),
            fluence: section.number("fluence", in: 0...1e18, default: 0),
            peakingTime: section.number("peaking_time", in: 0.1...1e5, default: 25))
        let alignment = bounded(section, "alignment", limit: Limits.entries).map(alignmentEntry)
        let misalignment = section.section("misalignment", required: false).map(misalignment)
        let response = bounded(section, "response", limit: Limits.entries).map(responseEntry)
        let dead = bounded(section, "dead", limit: Limits.entries).map { defect($0, isNoisy: false) }
        let noisy = bounded(section, "noisy", limit: Limits.entries).map { defect($0, isNoisy: true) }
        let place = section.place("first_run")
        section.finish()
        return DetectorConditions.Interval(
            runs: min(first, last)...max(first, last), seed: seed, beamSpot: spot, environment: environment,
            alignment: alignment, misalignment: misalignment ?? DetectorConditions.Misalignment(),
            response: response, dead: dead, noisy: noisy, place: place)
    }

    // MARK: Entries

    /// Which modules an entry is about.
    private func selection(_ section: Section) -> ModuleSelection {
        let identifiers = 0...4095
        let volume = section.optionalInteger("volume", in: identifiers)
        let layer = section.optionalInteger("layer", in: identifiers)
        let half = section.optionalInteger("half", in: 1...2).flatMap { ModuleSelection.Half(rawValue: $0) }
        let stave = section.optionalInteger("stave", in: 1...1_000_000)
        let ring = section.optionalInteger("ring", in: 1...1_000_000)
        let module = section.optionalInteger("module", in: 0...TrackerDescription.Limits.modules)
        section.atMostOne(of: ["half", "stave", "ring", "module"], meaning: "each names a part of the layer")
        if volume == nil && section.has("half") {
            section.report("missing-key", at: "half", "the volume of the half is needed", remedy: "add `volume`")
        }
        if layer != nil && volume == nil {
            section.report("missing-key", at: "layer", "the volume of the layer is needed", remedy: "add `volume`")
        }
        if layer == nil, let key = ["stave", "ring", "module"].first(where: section.has) {
            section.report("missing-key", at: key, "the layer of the \(key) is needed", remedy: "add `layer`")
        }
        return ModuleSelection(
            volume: volume, layer: layer, half: half, part: stave ?? ring, module: module, place: section.place)
    }

    private func vector(_ section: Section, _ key: String, within limit: Double) -> Vector3 {
        let numbers = section.numbers(key, in: -limit...limit, count: 3, default: [0, 0, 0])
        return Vector3(numbers[0], numbers[1], numbers[2])
    }

    private func displacement(_ section: Section) -> Displacement {
        Displacement(
            shift: vector(section, "shift", within: 20), rotation: vector(section, "rotation", within: 0.2))
    }

    private func alignmentEntry(_ section: Section) -> DetectorConditions.AlignmentEntry {
        let entry = DetectorConditions.AlignmentEntry(
            selection: selection(section), displacement: displacement(section))
        if !section.has("shift") && !section.has("rotation") {
            section.report(
                "missing-key", at: "shift", "nothing is displaced here", remedy: "give `shift`, `rotation` or both")
        }
        section.finish()
        return entry
    }

    private func misalignment(_ section: Section) -> DetectorConditions.Misalignment {
        func sigma(_ key: String) -> Displacement? {
            guard let group = section.section(key, required: false) else { return nil }
            let shift = group.numbers("shift", in: 0...4, count: 3, default: [0, 0, 0])
            let rotation = group.numbers("rotation", in: 0...0.04, count: 3, default: [0, 0, 0])
            group.finish()
            return Displacement(
                shift: Vector3(shift[0], shift[1], shift[2]),
                rotation: Vector3(rotation[0], rotation[1], rotation[2]))
        }
        var result = DetectorConditions.Misalignment()
        result.detector = sigma("detector")
        result.volume = sigma("volume")
        result.halfVolume = sigma("half_volume")
        result.layer = sigma("layer")
        result.halfLayer = sigma("half_layer")
        result.stave = sigma("stave")
        result.ring = sigma("ring")
        result.module = sigma("module")
        section.finish()
        return result
    }

    private func responseEntry(_ section: Section) -> DetectorConditions.ResponseEntry {
        let entry = DetectorConditions.ResponseEntry(
            selection: selection(section), noise: section.number("noise", in: 0...100, default: 1),
            threshold: section.number("threshold", in: 0...100, default: 1),
            thresholdSpread: section.number("threshold_spread", in: 0...1, default: 0),
            gain: section.number("gain", in: 0.01...100, default: 1),
            gainSpread: section.number("gain_spread", in: 0...1, default: 0),
            lorentz: section.number("lorentz", in: -10...10, default: 1),
            efficiency: section.number("efficiency", in: 0...1, default: 1),
            temperature: section.optionalNumber("temperature", in: -200...100),
            fluence: section.optionalNumber("fluence", in: 0...1e18))
        section.finish()
        return entry
    }

    private func defect(_ section: Section, isNoisy: Bool) -> DetectorConditions.DefectEntry {
        let selection = selection(section)
        let occupancy = isNoisy ? section.number("occupancy", in: 0...1) : 0
        let drawn = ["module_fraction", "chip_fraction", "channel_fraction"]
        let shares = drawn.map { section.number($0, in: 0...1, default: 0) }
        let chips = section.has("chips") ? wholeNumbers(section, "chips") : nil
        let channels = section.section("channels", required: false)
        let anything = 0...Int(Int32.max)
        func range(_ key: String) -> ClosedRange<Int> {
            let bounds = Double(anything.lowerBound)...Double(anything.upperBound)
            guard let range = channels?.range(key, in: bounds, default: bounds) else { return anything }
            return Int(range.lowerBound)...Int(range.upperBound)
        }
        let (u, v) = (range("u"), range("v"))
        channels?.finish()
        let present = [chips != nil, channels != nil, drawn.contains(where: section.has)]
        if present.filter({ $0 }).count > 1 {
            section.report(
                "contradiction", at: chips != nil ? "chips" : "channels",
                "more than one of chips, channels and fractions stand here", remedy: "write several entries")
        }
        section.finish()
        var extent = DetectorConditions.DefectEntry.Extent.modules
        if present[2] { extent = .drawn(modules: shares[0], chips: shares[1], channels: shares[2]) }
        if let chips { extent = .chips(chips) }
        if channels != nil { extent = .channels(u: u, v: v) }
        return DetectorConditions.DefectEntry(selection: selection, extent: extent, occupancy: occupancy)
    }

    private func wholeNumbers(_ section: Section, _ key: String) -> [Int] {
        let numbers = section.numbers(key, in: 0...1e6)
        if numbers.contains(where: { $0 != $0.rounded() }) {
            section.report("wrong-type", at: key, "whole numbers are wanted here")
        }
        return numbers.map { Int($0) }
    }
}
