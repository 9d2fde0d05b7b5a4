// SPDX-License-Identifier: GPL-3.0-or-later
import Configuration
import Generation

// The files that a recipe names besides the geometry: a plan carries their digests.
extension Recipe {
    /// Files of particles, in the order of the recipe.
    var particleFiles: [String] {
        if case .file(let file) = source { return file.files }
        return []
    }

    /// All files with the keys that name them, in the order of a plan's inputs: particles, parton densities and their
    /// variations with a description each, pile-up.
    var inputFiles: [(key: String, name: String)] {
        var files = particleFiles.map { (key: "source", name: $0) }
        let nominal = collisions.partonDensities.isEmpty ? [] : [collisions.partonDensities]
        for member in nominal + collisions.densityVariations {
            files.append(("collisions", member))
            files.append(("collisions", DensityGridFiles.description(ofMember: member) ?? member))
        }
        if !collisions.pileUp.file.isEmpty { files.append(("collisions", collisions.pileUp.file)) }
        return files
    }

    /// The same files by the last component of their names.
    mutating func reduceInputsToNames() {
        if case .file(var file) = source {
            file.files = file.files.map(Plan.lastComponent)
            source = .file(file)
        }
        collisions.partonDensities = Plan.lastComponent(collisions.partonDensities)
        collisions.densityVariations = collisions.densityVariations.map(Plan.lastComponent)
        collisions.pileUp.file = Plan.lastComponent(collisions.pileUp.file)
    }
}

extension Recipe.ParticleFile {
    /// The generator's source, with its files at these places.
    func source(paths: [String]) -> FileSource {
        let formats: [Format: FileSource.Format] = [
            .trackmlParticles: .trackml, .hepmc3: .hepmc3, .lesHouches: .lesHouches,
        ]
        var source = FileSource(
            format: formats[format] ?? .trackml, paths: paths, species: chargedAs.first ?? 211, label: label)
        source.onBadRecord = onBadRecord == .skip ? .skip : .fail
        source.redecay = redecay
        source.isMovedToBeamSpot = vertex == .beamSpot
        return source
    }
}
