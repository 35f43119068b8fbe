import ArgumentParser
@main struct C: ParsableCommand { func run() {} }
