// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Datasets
import Detector
import Generation
import Objects
import Simulation

/// What each room needs of a plan, in that room's own types.
extension Plan {
    /// The generator's settings; `inputPaths` says where the plan's inputs are.
    func collisionSettings(inputPaths: [String]) -> CollisionSettings {
        var rest = inputPaths.dropFirst(settings.particleFiles.count)
        func nextGrid() -> DensityGridFiles? {
            rest.count < 2 ? nil : DensityGridFiles(member: rest.removeFirst(), description: rest.removeFirst())
        }
        let densities = collisions.partonDensities.isEmpty ? nil : nextGrid()
        let variations = collisions.densityVariations.compactMap { _ in nextGrid() }
        var result = CollisionSettings(
            centreOfMassEnergy: collisions.sqrtS * 1000, source: particleSource(inputPaths: inputPaths),
            pileUp: PileUpSettings(
                mean: pileUp.mean, maximumEta: pileUp.maximumAbsEta ?? .infinity,
                path: pileUp.file.isEmpty ? nil : rest.first), beamSpot: Plan.beamSpot(beamSpot),
            partonDensities: densities)
        result.densityVariations = variations
        result.crossingAngle = collisions.crossingAngle / 1000
        result.crossingAzimuth = collisions.crossingAzimuth
        return result
    }

    private func particleSource(inputPaths: [String]) -> ParticleSource {
        switch source {
        case .collisions(let processes):
            return .collisions(
                processes.map {
                    ProcessChoice(
                        name: $0.process, fraction: $0.fraction, label: $0.label,
                        higgsDecay: $0.higgsDecay == Recipe.Process.anyDecay ? nil : $0.higgsDecay)
                })
        case .gun(let gun):
            return .gun(Plan.gunSettings(gun))
        case .file(let file):
            return .file(file.source(paths: Array(inputPaths.prefix(file.files.count))))
        }
    }

    private static func beamSpot(_ spot: Recipe.BeamSpot) -> BeamSpot {
        var result = BeamSpot()
        (result.meanX, result.meanY, result.meanZ) = (spot.position[0], spot.position[1], spot.position[2])
        result.meanT = spot.time
        (result.sigmaX, result.sigmaY, result.sigmaZ) = (spot.sigma[0], spot.sigma[1], spot.sigma[2])
        result.sigmaT = spot.sigmaTime
        (result.slopeX, result.slopeY) = (spot.tilt[0] / 1000, spot.tilt[1] / 1000)
        result.correlationZT = spot.correlationZT
        return result
    }

    private static func gunSettings(_ gun: Recipe.Gun) -> GunSettings {
        func distribution(_ d: Recipe.Distribution) -> GunDistribution {
            switch d {
            case .fixed(let value): .fixed(value)
            case .uniform(let range): .uniform(range)
            case .logUniform(let range): .logUniform(range)
            case .normal(let mean, let sigma): .normal(mean: mean, sigma: sigma)
            }
        }
        let kind: GunMomentum =
            switch gun.momentumKind {
            case .transverse: .transverse
            case .total: .total
            case .energy: .energy
            }
        let vertex: GunVertex =
            switch gun.vertex {
            case .beamSpot: .beamSpot
            case .smeared(let spot): .smeared(beamSpot(spot))
            }
        return GunSettings(
            species: gun.species, count: gun.particles, momentumKind: kind, momentum: distribution(gun.momentum),
            eta: distribution(gun.eta), phi: distribution(gun.phi), randomCharge: gun.charge == .both, vertex: vertex,
            label: gun.label)
    }

    /// Whether hadrons are made by our own strings.
    var isHadronisedHere: Bool {
        switch source {
        case .collisions: true
        case .gun: false
        case .file(let file): file.format == .lesHouches
        }
    }

    /// The selection's criteria; nil if every event is kept.
    var eventSelection: EventSelection? {
        guard isSelected else { return nil }
        var result = EventSelection()
        result.jetFinder = JetFinder(
            radius: select.jetRadius, minimumPT: select.jetPT, maximumAbsEta: select.jetAbsEta)
        (result.leptonPT, result.leptonAbsEta) = (select.leptonPT, select.leptonAbsEta)
        result.jets = select.minimumJets...max(select.minimumJets, select.maximumJets)
        result.bottomJets = select.minimumBottomJets...max(select.minimumBottomJets, select.maximumBottomJets)
        result.leptons = select.minimumLeptons...max(select.minimumLeptons, select.maximumLeptons)
        result.needsSameSignPair = select.sameSignPair
        func range(_ least: Double, _ most: Double) -> ClosedRange<Double> {
            least...max(least, most < Recipe.Selection.high ? most : .infinity)
        }
        result.scalarSum = range(select.minimumScalarSum, select.maximumScalarSum)
        result.missingPT = range(select.minimumMissingPT, select.maximumMissingPT)
        result.leptonicW = select.minimumLeptonicW...max(select.minimumLeptonicW, select.maximumLeptonicW)
        result.higgsDecay = HiggsDecay(rawValue: select.higgsDecay)
        result.masses = select.masses.map {
            MassWindow(objects: $0.objects, need: $0.need, range: $0.minimum...max($0.minimum, $0.maximum))
        }
        return result
    }

    /// What the dataset's file says of itself.
    ///
    /// - Parameter weightNames: names of the weights of every event, the nominal one first.
    func datasetDescription(weightNames: [String]) -> DatasetDescription {
        DatasetDescription(
            provenance: Provenance(
                plan: text, planHash: hash, seed: seed, firstEvent: Int64(firstEvent), eventCount: Int64(events),
                texts: texts.map { Provenance.NamedText(name: $0.name, text: $0.text) }),
            processes: processNames.map { DatasetDescription.Process(name: $0.name, label: $0.label) },
            labels: labels.map { DatasetDescription.Label(value: $0.value, name: $0.name) }, weightNames: weightNames,
            encoding: EncodingOptions(
                writesVertices: keep.vertices, writesCells: keep.cells, writesHitParticles: keep.hitParticles,
                writesAsBuilt: conditionsText != nil,
                keepsNeutral: keep.neutral, keepsHardProcess: keep.hardProcess, minimumPT: keep.minimumPT,
                maximumAbsoluteEta: keep.maximumAbsEta), licence: settings.license,
            selection: isSelected
                ? DatasetDescription.Selection(
                    attempts: Int64(eventNumbers.count), wanted: wantedEvents.map(Int64.init)) : nil)
    }

    /// `process_id` by position.
    private var processNames: [(name: String, label: Int)] {
        switch source {
        case .collisions(let processes): processes.map { ($0.name, $0.label) }
        case .gun(let gun): [("gun", gun.label)]
        case .file(let file): [("file", file.label)]
        }
    }

    var storage: Storage { output.compression == .none ? .contiguous : .compressed }

    /// The detector of the plan in its run.
    ///
    /// - Throws: mistakes of the geometry and the conditions, whose `file` is the name of a text of the plan.
    public func detector() throws(Diagnostics) -> InstalledTracker {
        func file(_ name: String) -> GeometryFiles.File? {
            text(named: name).map { GeometryFiles.File(path: name, text: $0) }
        }
        let tracker = try TrackerDescription.read(
            text: geometryText, file: Self.geometryTextName,
            files: GeometryFiles(fieldMap: file(Self.fieldMapTextName), modules: file(Self.modulesTextName))
        ).build()
        guard let text = conditionsText else { return InstalledTracker(ideal: tracker) }
        let conditions = try DetectorConditions.read(text: text, file: Self.conditionsTextName)
        return try InstalledTracker(tracker, conditions: conditions, run: run, file: Self.conditionsTextName)
    }

    /// What the generator worked out while planning.
    var generationPlan: GenerationPlan {
        GenerationPlan(
            numbers: Dictionary(tables.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The generator's cards of the plan.
    func generatorCards() throws(Diagnostics) -> GeneratorCards {
        try GeneratorCards(texts: GeneratorCards.names.map { text(named: $0) ?? "" })
    }
}

extension GenerationPlan {
    /// The numbers as a plan stores them, in the order of their names.
    var tables: [Plan.Table] {
        numbers.sorted { $0.key < $1.key }.map { Plan.Table(name: $0.key, values: $0.value) }
    }
}
