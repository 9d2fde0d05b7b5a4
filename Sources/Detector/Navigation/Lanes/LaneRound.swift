// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

extension Navigator {
    /// Moves every lane to its next crossing, or says that it is still pending.
    ///
    /// A round takes each lane to its nearest station and through it. What is ordinary (outward motion, small turns,
    /// one station at a time, planes met at an angle) is computed for all lanes together; the rest goes to the scalar
    /// `next(_:limit:cursor:)`, lane by lane. What lanes do differs, so that choices per lane would be hard
    /// to foresee for a processor: they are masks of vectors, and lists of lanes where there is something to look up.
    public func next(_ lanes: borrowing NavigationLanes) {
        let view = lanes.all
        let start = prepareAim(view)
        aim(view)
        let round = LaneRound(view, start, self)
        let (scalarLanes, pairCount) = tryCandidates(lanes, round.stages.stationLanes)
        let ends = move(view, round)
        keepWhatIsLeft(lanes, pairCount)
        nameSurfaces(lanes, ends)
        (round.stages.hardLanes | scalarLanes).forEachLane { askScalar(lanes, $0) }
    }
}

/// What the lanes come to in a round.
struct LaneRound {
    let piece: PieceLanes
    let stages: LaneStages

    /// Finds the lanes' pieces of path through their nearest stations, and what they have to do there.
    @inline(__always)
    init(_ lanes: LaneView, _ aim: LaneAim, _ navigator: Navigator) {
        navigator.loadRows(lanes.radialTarget, from: 0, to: lanes.radialBounds)
        navigator.loadRows(lanes.axialTarget, from: 0, to: lanes.axialBounds)
        piece = PieceLanes(lanes, aim.helix, aim.motion)
        lanes.target.vector = lanes.radialTarget.vector.replacing(
            with: lanes.axialTarget.vector, where: piece.isAxial)
        navigator.loadRows(lanes.target, from: StationRow.bounds, to: lanes.targetLow)
        stages = LaneStages(lanes, piece, isOdd: aim.isOdd, isFar: piece.lookAround(lanes))
    }
}

/// What the lanes do in a round; a lane is in one of these, or has no particle.
struct LaneStages {
    /// A thin passive surface is crossed at the middle of the piece; the modules of the nearest station have to be tried;
    /// there is nothing to cross in it.
    let isThin, isStation, passes: LaneChoice
    /// The lanes of `isStation`.
    let stationLanes: UInt32
    /// The path ends, or the volume does, before the nearest station.
    let endingLanes, leavingLanes: UInt32
    /// Out of the ordinary: the scalar search answers.
    let hardLanes: UInt32

    @inline(__always)
    init(_ lanes: LaneView, _ piece: PieceLanes, isOdd: LaneChoice, isFar: LaneChoice) {
        let low = piece.across - piece.acrossReach
        let high = piece.across + piece.acrossReach
        let isHit = (low .<= lanes.targetHigh.vector) .& (lanes.targetLow.vector .<= high)
        let kind = lanes.targetKind.vector
        let hasModules = isHit .& (kind .< Lanes(repeating: 0.5 * (StationRow.Kind.modules + StationRow.Kind.thin)))
        let isVolume = Lanes(repeating: 0.5 * (StationRow.Kind.thin + StationRow.Kind.volume)) .< kind
        let ends = lanes.limit.vector .< piece.start
        let isAlone = isFar .& .!piece.isConflict
        let isActive = lanes.isActive.choice
        let isOrdinary = piece.isOrdinary .& .!isOdd .& (isAlone .| ends .| .!hasModules)
        let isReady = isActive .& isOrdinary
        let goesOn = isReady .& .!ends
        isStation = (goesOn .& hasModules)
        isThin = (goesOn .& isHit .& .!(hasModules .| isVolume))
        passes = (goesOn .& .!(isHit .| isVolume))
        stationLanes = isStation.laneBits
        endingLanes = (isReady .& ends).laneBits
        leavingLanes = (goesOn .& isVolume).laneBits
        hardLanes = (isActive .& .!isOrdinary).laneBits
    }
}

/// The lanes by what they have come to.
struct LaneEnds {
    /// A thin surface, a surface of a station, the end of their path, the end of the volume.
    var thin, standing, ending, leaving: UInt32
}
