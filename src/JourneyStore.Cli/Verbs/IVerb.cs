using System.CommandLine;

namespace JourneyStore.Cli.Verbs;

/// <summary>A verb of <c>journey</c>: one file in this folder, found by itself.</summary>
internal interface IVerb
{
    /// <summary>Its place in the list that <c>--help</c> prints.</summary>
    int Place { get; }

    /// <summary>Name, arguments, flags and what it does.</summary>
    Command Describe();
}
