# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of the reconstruction of ACTS in its own process: digitisation, seeding, Kalman track finding.

With --particles the hits come from Fatras, which follows `event*-particles.csv`; with --hits from
`event*-hits.csv` and `event*-particles_simulated.csv`, as `eidolon export --to acts` writes them. Into --output go the
hits and particles of Fatras, and `event*-tracks.csv`. GenericDetector, 2 T, one thread.

The digitisation smears by pitch / sqrt(12), as `generic-digi-smearing-config.json` of ACTS does, and seeds are formed in
the pixels alone, as in its `generic-seeding-config.json`. Seeds are searched from 0.4 GeV and over 100 mm, two per
middle space point: with the settings of ACTS's example `ckf_tracks.py` (0.5 GeV, 60 mm, one) it loses 2.7 % of the
pions in its own Fatras hits, with these 0.2 %.
"""

import argparse
import json
import math
import pathlib

import acts
import acts.examples
import acts.examples.json
from acts import UnitConstants as u
from acts.examples.reconstruction import (CkfConfig, SeedFinderConfigArg, SeedFinderOptionsArg, SeedingAlgorithm,
                                          TrackSelectorConfig, addCKFTracks, addSeeding)
from acts.examples.simulation import addDigitization, addFatras

# Pitches of the Generic detector by volume, mm: pixels, short strips, long strips; negative disc, barrel, positive disc.
PITCHES = {(7, 8, 9): (0.05, 0.05), (12, 13, 14): (0.08, 1.2), (16, 17, 18): (0.12, 10.8)}
# Where space points are made: (volume, layer).
SEED_LAYERS = [(8, n) for n in (2, 4, 6, 8)] + [(9, n) for n in (2, 4, 6, 8)] + [(7, n) for n in (14, 12, 10, 8)]


def write_configuration(folder):
    """The two files that ACTS reads its settings from."""
    def smearing(pitch):
        return [{"index": i, "mean": 0.0, "stddev": p / math.sqrt(12), "type": "Gauss"} for i, p in enumerate(pitch)]

    digitisation = {
        "acts-geometry-hierarchy-map": {"format-version": 0, "value-identifier": "digitization-configuration"},
        "entries": [{"volume": v, "value": {"smearing": smearing(pitch)}}
                    for volumes, pitch in PITCHES.items() for v in volumes],
    }
    seeding = [{"volume": v, "layer": n} for v, n in SEED_LAYERS]
    paths = [folder / "digitisation.json", folder / "seeding.json"]
    for path, content in zip(paths, (digitisation, seeding)):
        path.write_text(json.dumps(content), encoding="ascii")
    return paths


def add_hits(sequencer, options, geometry, field, random):
    quiet = acts.logging.WARNING
    if options.particles:
        sequencer.addReader(acts.examples.CsvParticleReader(
            level=quiet, inputDir=options.particles, inputStem="particles",
            outputParticles="particles_generated_selected"))
        addFatras(sequencer, geometry, field, rnd=random, enableInteractions=not options.no_interactions,
                  outputDirCsv=str(options.output))
    else:
        sequencer.addReader(acts.examples.CsvParticleReader(
            level=quiet, inputDir=options.hits, inputStem="particles_simulated",
            outputParticles="particles_simulated"))
        sequencer.addReader(acts.examples.CsvSimHitReader(
            level=quiet, inputDir=options.hits, inputStem="hits", outputSimHits="simhits"))
        sequencer.addWhiteboardAlias("particles", "particles_simulated")
    sequencer.addWhiteboardAlias("particles_selected", "particles_simulated")


def add_reconstruction(sequencer, options, geometry, field, random):
    digitisation, seeding = write_configuration(options.output)
    addDigitization(sequencer, geometry, field, digiConfigFile=digitisation, rnd=random)
    addSeeding(
        sequencer, geometry, field, geoSelectionConfigFile=seeding, seedingAlgorithm=SeedingAlgorithm.GridTriplet,
        seedFinderConfigArg=SeedFinderConfigArg(
            r=(None, 200 * u.mm), deltaR=(1 * u.mm, 100 * u.mm), collisionRegion=(-250 * u.mm, 250 * u.mm),
            z=(-2000 * u.mm, 2000 * u.mm), maxSeedsPerSpM=2, sigmaScattering=5, radLengthPerSeed=0.1,
            minPt=400 * u.MeV, impactMax=3 * u.mm),
        seedFinderOptionsArg=SeedFinderOptionsArg(bFieldInZ=2 * u.T, beamPos=(0.0, 0.0)),
        initialSigmas=[1 * u.mm, 1 * u.mm, 1 * u.degree, 1 * u.degree, 0.1 * u.e / u.GeV, 1 * u.ns],
        initialSigmaPtRel=0.1, initialVarInflation=[1.0] * 6, inputParticles="particles_simulated")
    addCKFTracks(
        sequencer, geometry, field,
        TrackSelectorConfig(pt=(400 * u.MeV, None), loc0=(-4 * u.mm, 4 * u.mm), nMeasurementsMin=6),
        CkfConfig(chi2CutOffMeasurement=15.0, chi2CutOffOutlier=25.0, numMeasurementsCutOff=10,
                  seedDeduplication=True, stayOnSeed=True))
    # The writer's own cuts would hide tracks below 1 GeV.
    sequencer.addWriter(acts.examples.CsvTrackWriter(
        level=acts.logging.WARNING, inputTracks="ckf_tracks", inputMeasurementParticlesMap="measurement_particles_map",
        outputDir=str(options.output), fileName="tracks.csv", ptMin=0.0, nMeasurementsMin=0, truthMatchProbMin=0.0,
        outputPrecision=9))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--particles", help="folder of particles for Fatras")
    source.add_argument("--hits", help="folder of hits and particles")
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--no-interactions", action="store_true", help="Fatras without scattering and energy loss")
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)

    detector = acts.examples.GenericDetector()
    geometry = detector.trackingGeometry()
    field = acts.ConstantBField(acts.Vector3(0, 0, 2 * u.T))
    random = acts.examples.RandomNumbers(seed=options.seed)
    sequencer = acts.examples.Sequencer(events=options.events, numThreads=1, logLevel=acts.logging.WARNING,
                                        outputDir=str(options.output), outputTimingFile="timing.csv")
    add_hits(sequencer, options, geometry, field, random)
    add_reconstruction(sequencer, options, geometry, field, random)
    sequencer.run()


if __name__ == "__main__":
    main()
