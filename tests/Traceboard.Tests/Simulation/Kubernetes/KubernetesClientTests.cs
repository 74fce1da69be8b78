using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using Traceboard.Simulation;
using Traceboard.Simulation.Kubernetes;

namespace Traceboard.Tests.Simulation.Kubernetes;

/// <summary>A client that we did not write reads the fleet, through the kubeconfig that was written.</summary>
public sealed class KubernetesClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_client_reads_every_collection_through_the_kubeconfig()
    {
        await using var fleet = await SimulatedFleet.StartAsync(new SimulationOptions { Motion = false }, Stop);
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(fleet.Configuration["Traceboard:Clusters:2:Kubeconfig"], fleet.Configuration["Traceboard:Clusters:2:Context"]);
        using var client = new k8s.Kubernetes(configuration);
        var pods = (await client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: Stop)).Items;
        var sets = (await client.AppsV1.ListReplicaSetForAllNamespacesAsync(cancellationToken: Stop)).Items.ToDictionary(set => set.Metadata.Uid, StringComparer.Ordinal);
        var deployments = (await client.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: Stop)).Items.ToDictionary(deployment => deployment.Metadata.Uid, StringComparer.Ordinal);
        Assert.Equal(fleet.Clusters[2].List("pods").Count, pods.Count);
        Assert.All(sets.Values, set => Assert.True(deployments.ContainsKey(set.Metadata.OwnerReferences.Single().Uid)));
        foreach (var pod in pods.Where(pod => pod.Metadata.OwnerReferences.Single().Kind == "ReplicaSet"))
        {
            var set = sets[pod.Metadata.OwnerReferences.Single().Uid];
            Assert.Equal(set.Metadata.Labels["pod-template-hash"], pod.Metadata.Labels["pod-template-hash"]);
            Assert.Equal(set.Spec.Template.Spec.Containers.Select(container => container.Image), pod.Spec.Containers.Select(container => container.Image), StringComparer.Ordinal);
            Assert.Equal(pod.Spec.Containers.Select(container => container.Name), pod.Status.ContainerStatuses.Select(status => status.Name), StringComparer.Ordinal);
        }

        Assert.NotEmpty((await client.BatchV1.ListJobForAllNamespacesAsync(cancellationToken: Stop)).Items);
        Assert.NotEmpty((await client.BatchV1.ListCronJobForAllNamespacesAsync(cancellationToken: Stop)).Items);
        Assert.NotEmpty((await client.AppsV1.ListStatefulSetForAllNamespacesAsync(cancellationToken: Stop)).Items);
        Assert.NotEmpty((await client.AppsV1.ListDaemonSetForAllNamespacesAsync(cancellationToken: Stop)).Items);
        Assert.NotEmpty((await client.CoreV1.ReadNamespaceAsync("kube-system", cancellationToken: Stop)).Metadata.Uid);
    }

    [Fact]
    public async Task A_cluster_with_a_certificate_is_served_under_it()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=simulated", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var cluster = await SimulatedCluster.StartAsync(new SimulatedClusterOptions { Certificate = certificate }, Stop);
        await using var kubeconfig = new MemoryStream(Encoding.UTF8.GetBytes(cluster.Kubeconfig()));
        using var client = new k8s.Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(kubeconfig));
        Assert.Equal(Uri.UriSchemeHttps, cluster.Address.Scheme);
        Assert.NotEmpty((await client.CoreV1.ListNamespaceAsync(cancellationToken: Stop)).Items);
    }
}
