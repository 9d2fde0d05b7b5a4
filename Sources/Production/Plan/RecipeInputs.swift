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

    /// A file with the keys, one within the other, that name it, and its position in the list that stands there.
    typealias NamedFile = (keys: [String], item: Int, name: String)

    /// All files, in the order of a plan's inputs: particles, parton densities and their variations with a description
    /// each, pile-up.
    var inputFiles: [NamedFile] {
        var files: [NamedFile] = []
        for (item, name) in particleFiles.enumerated() { files.append((["source", "file"], item, name)) }
        func add(member: String, _ key: String, item: Int = 0) {
            for name in [member, DensityGridFiles.description(ofMember: member) ?? member] {
                files.append((["collisions", key], item, name))
            }
        }
        if !collisions.partonDensities.isEmpty { add(member: collisions.partonDensities, "parton_densities") }
        for (item, member) in collisions.densityVariations.enumerated() {
            add(member: member, "density_variations", item: item)
        }
        let pileUp = collisions.pileUp.file
        if !pileUp.isEmpty { files.append((["collisions", "pile_up", "file"], 0, pileUp)) }
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
